"""How the acts of leaders are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.management.floor import events
from wanhao.management.floor.models import ReleaseReason

WAYS = {"hang_up": ("通知话务进程挂断", "its process was told to hang up"), "closed": ("直接关闭", "closed at once")}


def way_name(way: str) -> str:
    """How a contact was ended."""
    return by_language(*WAYS.get(way, (way, way)))


def whether(waits: bool) -> str:
    """Does it wait?"""
    return by_language("通话结束后执行", "after the call") if waits else by_language("立即执行", "at once")


declare(events.MessageSent, ("发送现场消息", "Message sent on the floor"), ("{receivers} 人", "to {receivers}"))
declare(events.MessageAcknowledged, ("确认现场消息", "Message understood"), ("{staff_id}", "{staff_id}"))
declare(
    events.SignOutAsked,
    ("要求强制签退", "Sign-out asked"),
    ("{agent_id}，{waits_for_call}", "{agent_id}, {waits_for_call}"),
    waits_for_call=whether,
)
declare(
    events.AgentSignedOut,
    ("强制签退", "Signed out by a leader"),
    ("{agent_id}，{asked_by_id}，结束 {sessions} 个登录", "{agent_id}, by {asked_by_id}, {sessions} sign-ins ended"),
)
declare(
    events.ContactReleased,
    ("强拆", "Released by force"),
    ("{reason}，{way}", "{reason}, {way}"),
    reason=ReleaseReason,
    way=way_name,
)
