"""How looks at private data are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.privacy import events

FIELDS = {
    "name": ("姓名", "name"),
    "identity_number": ("证件号码", "identity document"),
    "number": ("号码", "number"),
    "text": ("地址", "address"),
    "address": ("地址", "address"),
    "place": ("位置", "place"),
}
REASONS = {"field visit": ("上门服务", "field visit")}  # given by the programme itself


def field_name(name: str) -> str:
    """What was opened, in the reader's language."""
    return by_language(*FIELDS.get(name, (name, name)))


def reason_words(reason: str) -> str:
    """Why, as it was typed; the programme's own reason in the reader's language."""
    return by_language(*REASONS.get(reason, (reason, reason)))


declare(
    events.PrivateDataSeen,
    ("查看隐私信息", "Private data seen"),
    ("{field}；理由：{reason}", "{field}; reason: {reason}"),
    field=field_name,
    reason=reason_words,
)
