"""How looks at private data are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.privacy import events

declare(
    events.PrivateDataSeen,
    ("查看隐私信息", "Private data seen"),
    ("{field}；理由：{reason}", "{field}; reason: {reason}"),
)
