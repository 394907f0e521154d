"""The reasons of routing in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanhao.service.routing.models import Agent, Offer, Place
from wanhao.service.routing.rules import Asks, Verdict

Chosen = Offer.Chosen
CHOSEN_FIGURES: dict[str, Callable[[float], str]] = {
    Chosen.LEVEL: lambda figure: str(round(figure)),
    Chosen.IDLE: lambda figure: f"{round(figure) // 60}:{round(figure) % 60:02d}",
    Chosen.OCCUPIED: lambda figure: f"{figure * 100:.0f} %",
}


def chosen_in_words(offer: Offer) -> str:
    """Why this agent and no other, with the figure that decided."""
    if not offer.chosen_by:
        return ""
    words = str(offer.get_chosen_by_display())
    show = CHOSEN_FIGURES.get(offer.chosen_by)
    return f"{words} ({show(offer.chosen_figure)})" if show and offer.chosen_figure is not None else words


def verdict_words(place: Place) -> dict[Verdict, str]:
    """What stands between an agent and the contact, as headings."""
    return {
        Verdict.ELIGIBLE: _("can have it"),
        Verdict.AWAITED: _("free, but another agent is waited for"),
        Verdict.RING: _("free, but asked only after a longer wait"),
        Verdict.LOAD: _("serving others"),
        Verdict.LIMIT: _("at their limit of this channel"),
        Verdict.WANTED: _("want another state after this contact"),
        Verdict.NOT_READY: _("not ready"),
        Verdict.LACKS: _("do not serve this queue"),
    }


def summary_of(
    place: Place,
    asks: Asks,
    counts: Mapping[Verdict, int],
    *,
    ahead: int,
    ringing: Offer | None,
    next_ring: int | None,
) -> str:
    """The answer in a sentence: what must happen for this contact to be served."""
    if ringing is not None:
        return _("Rings at %(agent)s now.") % {"agent": ringing.agent.staff.display_name}
    if place.preferred_agent_id and asks.preferred_seconds_left > 0:
        agent = Agent.objects.select_related("staff").get(pk=place.preferred_agent_id)
        until = timezone.localtime(place.preferred_until).strftime("%H:%M:%S")
        words = {"agent": agent.staff.display_name, "until": until}
        return _("Waits for %(agent)s until %(until)s; then anybody who serves the queue is asked.") % words
    if counts.get(Verdict.ELIGIBLE):
        return _first_or_behind(ahead)
    if next_ring is not None:
        seconds = max(0, round(next_ring - asks.waited_seconds))
        many = counts[Verdict.RING]
        told = ngettext(
            "Nobody asked so far is free; in %(seconds)d s %(many)d more agent is asked.",
            "Nobody asked so far is free; in %(seconds)d s more agents are asked, %(many)d of them free.",
            many,
        )
        return told % {"seconds": seconds, "many": many}
    return _nobody(counts, ahead)


def _first_or_behind(ahead: int) -> str:
    if ahead == 0:
        return _("An agent is free: it is offered within a second.")
    return _("Agents are free; before this contact come: %(ahead)d.") % {"ahead": ahead}


def _nobody(counts: Mapping[Verdict, int], ahead: int) -> str:
    busy = sum(counts.get(one, 0) for one in (Verdict.LOAD, Verdict.LIMIT, Verdict.WANTED))
    away = counts.get(Verdict.NOT_READY, 0)
    if busy + away == 0:
        return _("Nobody serves this queue: give agents its skills, or add members.")
    words = {"busy": busy, "away": away, "ahead": ahead}
    if busy == 0:
        return _("Nobody who serves this queue is ready: %(away)d away or in wrap-up.") % words
    return _("All who serve this queue are busy (%(busy)d) or not ready (%(away)d); ahead: %(ahead)d.") % words


def elsewhere_in_words(many: int) -> str:
    """What is added when those who serve the queue must take others first; begins with the space between sentences."""
    told = ngettext(
        " %(many)d contact of another queue with the same agents comes first, too.",
        " %(many)d contacts of other queues with the same agents come first, too.",
        many,
    )
    return told % {"many": many}
