"""The presence menu: what an agent may ask for, and how it is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wanhao.access.desk.at_hand import OFFERED
from wanhao.access.desk.models import Seat
from wanhao.access.desk.templatetags.desk_look import state_icon
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.access.desk.queries import Desk
    from wanhao.service.routing.models import Agent

AWAY = ("offline", "break", "training", "meeting", "not_answering")


@dataclass(frozen=True)
class Choice:
    """A line of the menu; `value` is STATE or STATE:REASON. One of them takes the keys as the menu opens."""

    value: str
    name: str
    icon: str
    is_now: bool
    takes_keys: bool


def choices(agent: Agent) -> list[Choice]:
    """Ready, the breaks by reason, training, meeting, offline."""
    names = dict(agent.State.choices)
    lines = [("ready", str(names["ready"]))]
    lines += [(f"break:{reason.code}", str(reason)) for reason in routing.break_reasons()]
    lines += [(state, str(names[state])) for state in ("training", "meeting", "offline")]
    now = f"{agent.state}:{agent.reason}" if agent.state == "break" else agent.state
    first = now if now in dict(lines) else lines[0][0]
    return [Choice(code, name, state_icon(code.partition(":")[0]), code == now, code == first) for code, name in lines]


def name_of(state: str, reason: str, agent: Agent) -> str:
    """A state in words; a break by its reason."""
    return reason_name(reason) or str(dict(agent.State.choices).get(state, state))


def reason_name(code: str) -> str:
    """The name of a break reason, or of why an agent was set to not answering."""
    return {reason.code: str(reason) for reason in routing.break_reasons()}.get(code, "") if code else ""


def written_name(desk: Desk) -> str:
    """The state of an agent who is offered or serves only what is written; empty with a call, and in other states."""
    names = {"busy": _("Chatting"), "offered": _("Chat offered")}
    is_written = desk.at_hand and all(one.is_chat or one.phase == OFFERED for one in desk.at_hand)
    if desk.agent is None or not is_written or not any(one.is_chat for one in desk.at_hand):
        return ""
    return names.get(desk.agent.state, "")


def presence_page(desk: Desk) -> dict[str, Any]:
    """What the presence part shows."""
    agent = desk.agent
    if agent is None:
        return {"agent": None, "seat": desk.seat}
    written = written_name(desk)
    return {
        "agent": agent,
        "seat": desk.seat,
        "state_name": written or agent.get_state_display(),
        "sign": "chat" if written else agent.state,
        "reason_name": reason_name(agent.reason),
        "wanted_name": name_of(agent.wanted_state, agent.wanted_reason, agent) if agent.wanted_state else "",
        "can_return": agent.state in AWAY,
        "choices": choices(agent),
        "phone_kinds": Seat.Phone.choices,
    }
