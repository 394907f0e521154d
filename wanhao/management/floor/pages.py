"""What the floor's page and its parts show, gathered from the contexts below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from wanhao.common.masking import mask_name, mask_number
from wanhao.management.floor import queries
from wanhao.management.floor.models import ReleaseReason
from wanhao.service.calls import queries as calls
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import queries as routing
from wanhao.service.routing.why import why_waiting
from wanhao.service.skills import queries as skills

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.routing.models import Agent

STATE_ICONS = {
    "ready": "circle-check",
    "offered": "bell-ringing",
    "busy": "phone-call",
    "wrap_up": "pencil",
    "not_answering": "bell-off",
    "break": "coffee",
    "training": "school",
    "meeting": "users",
    "offline": "power",
}
STATE_MEANINGS = {
    "ready": "good",
    "offered": "info",
    "busy": "info",
    "wrap_up": "close",
    "not_answering": "missed",
}
ASKABLE = ("training", "meeting", "offline")


@dataclass(frozen=True)
class Choice:
    """A state a leader may put an agent into; a break comes with its reason as STATE:REASON."""

    value: str
    name: str
    icon: str


@dataclass(frozen=True)
class Mode:
    """A way for a leader to be in a call."""

    name: str
    icon: str
    label: StrOrPromise
    hint: StrOrPromise


def choices() -> list[Choice]:
    """Ready, the breaks, training, meeting, offline."""
    names = routing.state_names()
    breaks = [Choice(f"break:{row.code}", str(row), STATE_ICONS["break"]) for row in routing.break_reasons()]
    others = [Choice(state, names[state], STATE_ICONS[state]) for state in ASKABLE]
    return [Choice("ready", names["ready"], STATE_ICONS["ready"]), *breaks, *others]


def floor_page(viewer: Staff) -> dict[str, Any]:
    """The page around its live rows: what to filter by, and the names of the codes in the rows."""
    teams = queries.teams_on_floor(viewer)
    queues = routing.queues_on_floor(viewer)
    names = routing.state_names()
    return {
        "teams": teams,
        "queues": queues,
        "skills": skills.skills(),
        "states": [(state, names[state], icon) for state, icon in STATE_ICONS.items()],
        "sent": queries.sent_messages(viewer),
        "words": {
            **words(),
            "states": {
                state: {"name": names[state], "icon": icon, "meaning": STATE_MEANINGS.get(state, "quiet")}
                for state, icon in STATE_ICONS.items()
            },
            "reasons": {row.code: str(row) for row in routing.break_reasons()},
            "teams": {unit.code: unit.name for unit in teams},
            "queues": {queue.code: {"name": queue.name, "limit": queue.answer_limit_seconds} for queue in queues},
            "channels": {value: str(name) for value, name in Contact.Channel.choices},
        },
    }


def words() -> dict[str, Any]:
    """Texts of the page's script."""
    return {
        "wanted": _("then: {state}"),
        "held": pgettext("floor", "on hold"),
        "ringing": _("ringing"),
        "wrap_up": _("being written up"),
        "unknown": _("unknown number"),
        "offered": _("rings at an agent"),
        "why": _("Why?"),
        "open": _("Open the card of {name}"),
        "nobody": _("No agent fits these filters"),
        "nobody_hint": _("Take a filter away to see more of the floor."),
        "no_agents": _("No agents in your units"),
        "no_agents_hint": _("A system manager enrols agents in the settings, page Agents."),
        "calm": _("Nobody waits."),
        "shown": _("{shown} of {all} agents"),
        "more": _("+{n} more"),
        "ratings": _("{n} ratings"),
        "head_start": _("comes earlier by"),
    }


def card_page(agent: Agent, viewer: Staff) -> dict[str, Any]:
    """One agent: now, today, and what may be done."""
    day = routing.agent_day(agent.pk, timezone.localdate())
    now = routing.agent_now(agent.pk)
    running = [*now.serving, *now.ringing] if now else []
    names = routing.state_names()
    return {
        "agent": agent,
        "meaning": STATE_MEANINGS.get(agent.state, "quiet"),
        "reason_name": {row.code: str(row) for row in routing.break_reasons()}.get(agent.reason, ""),
        "wanted_name": names.get(agent.wanted_state, ""),
        "choices": choices(),
        "running": [(offer, who(offer.contact)) for offer in running],
        "spells": [(spell, names[spell.state]) for spell in reversed(day.spells[-8:])],
        "seconds": [(names[state], seconds) for state, seconds in sorted(day.seconds.items(), key=lambda i: -i[1])],
        "served": day.served,
        "queues": routing.waiting_for(agent.pk),
        "sign_out": queries.open_sign_out(agent.pk),
        "reasons": ReleaseReason.choices,
    }


MODES = (
    Mode("listen", "ear", pgettext_lazy("supervision", "Listen"), pgettext_lazy("supervision", "Nobody hears you.")),
    Mode(
        "whisper",
        "message-2",
        pgettext_lazy("supervision", "Whisper"),
        pgettext_lazy("supervision", "Only the agent hears you."),
    ),
    Mode("join", "users-plus", pgettext_lazy("supervision", "Join"), pgettext_lazy("supervision", "Both hear you.")),
    Mode(
        "take_over",
        "replace",
        pgettext_lazy("supervision", "Take over"),
        pgettext_lazy("supervision", "You go on with the customer, the agent is released."),
    ),
)
ROLES = {"listens": "listen", "whispers": "whisper", "joined": "join"}


def supervision_page(contact: Contact, viewer: Staff) -> dict[str, Any]:
    """How a leader may be in a live call, how they are in it now, and what went wrong."""
    mine = next((one for one in calls.supervisors_of(contact.pk) if one.staff_id == viewer.pk), None)
    others = [one for one in calls.supervisors_of(contact.pk) if one.staff_id != viewer.pk]
    last = calls.last_command(contact, viewer)
    return {
        "contact": contact,
        "is_live": calls.live_call(contact) is not None and contact.answered_at is not None,
        "is_mine": contact.agent_id == viewer.pk,
        "modes": MODES,
        "party": mine,
        "mode": ROLES.get(mine.role, "") if mine and mine.answered_at else "",
        "others": others,
        "problem": last.problem if last else "",
    }


def who(contact: Contact) -> str:
    """Whose contact it is, masked: the name, else the number."""
    if contact.customer:
        return mask_name(contact.customer.name)
    return mask_number(contact.caller_number) or _("unknown number")


def why_page(contact: Contact) -> dict[str, Any]:
    """Why a contact is where it is: each stay with its reasons and offers."""
    return {
        "contact": contact,
        "who": who(contact),
        "answers": why_waiting(contact.pk),
        "is_waiting": routing.place_of(contact.pk) is not None,
        "reasons": ReleaseReason.choices,
    }
