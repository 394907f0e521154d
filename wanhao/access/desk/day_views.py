"""A day of an agent as a timeline: one's own, and for leaders those of their agents."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wanhao.access.desk import rules
from wanhao.access.desk.at_hand import who
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.service.routing import queries as routing

WIDTH, TOP, HEIGHT, CONTACTS_TOP, FLOOR = 1000.0, 8, 36, 52, 74


@needs(Right.SERVE_CONTACTS)
@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """One's own day."""
    person = viewer(request)
    return render(request, "desk/day.html", day_words(person, day_asked(request), is_own=True))


@needs(Right.STEER_FLOOR)
@require_safe
def day_of(request: HttpRequest, staff_number: str) -> HttpResponse:
    """The day of an agent whose floor one steers."""
    agents = routing.agents(viewer(request), Right.STEER_FLOOR)
    agent = next((one for one in agents if one.staff.staff_number == staff_number), None)
    if agent is None:
        raise NotFound(_("There is no such agent within your reach."))
    return render(request, "desk/day.html", day_words(agent.staff, day_asked(request), is_own=False))


def day_asked(request: HttpRequest) -> date:
    """The day in the address; today when there is none, or when it has not come yet."""
    today = timezone.localdate()
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return min(asked or today, today)


def day_words(staff: Staff, day: date, *, is_own: bool) -> dict[str, Any]:
    """Everything the page of a day shows."""
    found = routing.agent_day(staff.pk, day)
    now, names = timezone.now(), routing.state_names()
    begin = timezone.make_aware(datetime.combine(day, time.min))
    spells = [(spell.state, spell.began_at, spell.ended_at or now) for spell in found.spells]
    span = rules.span_of(spells, (begin, begin + timedelta(days=1)))
    serving, signed_in = rules.occupancy(found.seconds)
    worked = {state: round(seconds) for state, seconds in found.seconds.items() if state != rules.OFFLINE}
    contacts = [contact_row(place, span) for place in found.places]
    return {
        "staff": staff,
        "is_own": is_own,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < timezone.localdate() else None,
        "span": span,
        "pieces": [drawn(piece, names) for piece in rules.pieces(spells, span)] if span else [],
        "marks": [(timezone.localtime(at), share * WIDTH) for at, share in span.marks()] if span else [],
        "now_x": span.share(now) * WIDTH if span and day == timezone.localdate() else None,
        "times": sorted(((state, names[state], spent) for state, spent in worked.items()), key=lambda row: -row[2]),
        "serving": round(serving),
        "signed_in": round(signed_in),
        "contacts": contacts,
        "talk": sum(row["talk"] or 0 for row in contacts),
    }


def drawn(piece: rules.Piece, names: dict[str, str]) -> dict[str, Any]:
    """A piece as the picture draws it."""
    return {
        "state": piece.state,
        "name": names[piece.state],
        "x": round(piece.left * WIDTH, 2),
        "width": max(0.5, round(piece.width * WIDTH, 2)),
        "begin": timezone.localtime(piece.begin),
        "end": timezone.localtime(piece.end),
        "seconds": piece.seconds,
    }


def contact_row(place: Any, span: rules.Span | None) -> dict[str, Any]:
    """A contact served that day."""
    ended = place.service_ended_at
    until = ended or timezone.now()
    left = span.share(place.left_at) if span else 0.0
    return {
        "contact": place.contact,
        "who": who(place.contact),
        "queue": place.queue.name,
        "at": timezone.localtime(place.left_at),
        "waited": (place.left_at - place.queued_at).total_seconds(),
        "talk": (ended - place.left_at).total_seconds() if ended else None,
        "wrap_up": (place.wrap_up_ended_at - ended).total_seconds() if ended and place.wrap_up_ended_at else None,
        "x": round(left * WIDTH, 2),
        "width": max(2.0, round((span.share(until) - left) * WIDTH, 2)) if span else 0,
    }
