"""What the system says in a chat. Called with the customer's language switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanhao.service.waits.rules import minutes_told

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.waits.queries import WaitEstimate


def serves_you(staff: Staff) -> str:
    """Who serves the customer now."""
    return _("%(name)s (staff number %(number)s) is with you now.") % {
        "name": staff.name,
        "number": staff.staff_number,
    }


def place(told: WaitEstimate, *, tells_place: bool, tells_wait: bool) -> str:
    """How many wait before and how long it will take, as a caller is told; empty when the queue tells neither."""
    parts = []
    if tells_place and told.ahead:
        parts.append(_("Waiting before you: %(ahead)d.") % {"ahead": told.ahead})
    elif tells_place:
        parts.append(_("You are next."))
    if tells_wait:
        parts.append(wait(told))
    return " ".join(parts)


def wait(told: WaitEstimate) -> str:
    """The expected wait in minutes, or that it cannot be said."""
    if told.p50_seconds is None or told.p90_seconds is None:
        return _("How long it will take cannot be said at the moment.")
    minutes = minutes_told(told.p50_seconds, told.p90_seconds)
    if minutes.high is None:
        return _("The wait will be more than %(low)d minutes.") % {"low": minutes.low}
    if minutes.low == 0:
        return _("The wait will be less than a minute.")
    if minutes.low == minutes.high:
        return _("The wait will be about %(low)d minutes.") % {"low": minutes.low}
    return _("The wait will be about %(low)d to %(high)d minutes.") % {"low": minutes.low, "high": minutes.high}


def passed_on() -> str:
    """The agent passed the customer on."""
    return _("You are being passed on. Whoever goes on with you sees everything written so far.")


def returned() -> str:
    """The agent is gone."""
    return _("Your agent has dropped out. You are at the head of the queue again, with everything written so far.")


def waits_elsewhere() -> str:
    """The queue overflowed into another one."""
    return _("Other colleagues are going to serve you. You keep your place.")


def nobody_free(*, offers_callback: bool) -> str:
    """Nobody can take the chat."""
    told = _("We are sorry: too many are waiting, nobody can serve you at the moment. This chat is over.")
    if offers_callback:
        return told + " " + _("You can have yourself called back instead.")
    return told + " " + _("Please try again later.")


def still_there(minutes: int) -> str:
    """The customer is silent."""
    return ngettext(
        "Are you still there? Without an answer this chat ends in %(n)d minute.",
        "Are you still there? Without an answer this chat ends in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def ended(reason: str) -> str:
    """Why nothing more is written."""
    known = {
        "agent": _("The chat has ended. Thank you for writing to us."),
        "customer": _("You have ended the chat. Thank you for writing to us."),
        "callback": _("We are going to call you back; your place in the queue is kept. This chat is over."),
        "silence": _("The chat has ended because we did not hear from you. Write to us again at any time."),
    }
    return known.get(reason) or _("The chat was ended by us. If something is still open, please write to us again.")
