"""How events of interface tokens are told."""

from wanhao.access.api import events
from wanhao.foundation.audit.sentences import declare, spell_list
from wanhao.foundation.audit.subjects import numbered

numbered("token", "接口令牌", "Interface token")

declare(
    events.TokenIssued,
    ("签发接口令牌", "Interface token issued"),
    ("{staff_id}：{rights}", "{staff_id}: {rights}"),
    rights=spell_list,
)
declare(events.TokenRevoked, ("吊销接口令牌", "Interface token revoked"), ("{staff_id}", "{staff_id}"))
