"""SearchTimeSlot (TMF646): windows of technicians with room."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from wanhao.access.tmf.attributes import SEARCH
from wanhao.access.tmf.models import SlotSearch
from wanhao.access.tmf.resources import Column, by_href, narrowed
from wanhao.access.tmf.resources.appointments import our_ticket
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.service.appointments import queries as appointments

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.appointments.models import Area

EVER = Q()
COLUMNS = {
    "id": Column("public_id"),
    "href": by_href("public_id"),
    "status": Column(find=lambda words: EVER if "done" in words else Q(pk__in=[])),
    "searchDate": Column("made_at", is_moment=True),
}


class SlotSearches:
    """Searches of the asker's own; each keeps what it found."""

    name, kind = "searchTimeSlot", "SearchTimeSlot"
    see, write = Right.SEE_TICKETS, Right.SEE_TICKETS
    attributes, needed = SEARCH, ()
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[SlotSearch]:
        """Newest first."""
        wanted = narrowed("search", conditions, COLUMNS, {})
        return SlotSearch.objects.filter(wanted, staff=viewer).order_by("-pk")

    def one(self, viewer: Staff, key: str) -> SlotSearch:
        """By its public id."""
        found = SlotSearch.objects.filter(staff=viewer, public_id=key).first()
        if found is None:
            raise NotFound("There is no such search of yours.")
        return found

    def shown(self, rows: Sequence[SlotSearch], viewer: Staff) -> list[dict[str, Any]]:
        """What was asked and found."""
        return [
            json.loads(row.words)
            | {"id": row.public_id, "searchDate": spelled(row.made_at), "@type": "SearchTimeSlot", "status": "done"}
            for row in rows
        ]

    def create(self, body: Body, viewer: Staff) -> SlotSearch:
        """Every window with room within the requested ones."""
        wanted = [slot.object("validFor") for slot in body.objects("requestedTimeSlot")]
        periods = [(one.moment("startDateTime"), one.moment("endDateTime")) for one in wanted]
        things = body.objects("relatedEntity")
        numbers = [one.text("id", most=200) for one in things]
        body.conform(SEARCH)
        body.check(*wanted, *things)
        ticket = our_ticket(numbers, viewer)
        found = _slots(appointments.areas_for(ticket.region) if ticket else appointments.areas(viewer), periods)
        asked = {name: body.sent[name] for name in SEARCH if name in body}
        told = asked | {"searchResult": "success" if found else "noTimeSlot", "availableTimeSlot": found}
        return SlotSearch.objects.create(staff=viewer, words=json.dumps(told, ensure_ascii=False))

    def change(self, row: SlotSearch, body: Body, viewer: Staff) -> SlotSearch:
        """Refused."""
        raise NotAllowed("A search is not changed: search again.")

    def remove(self, row: SlotSearch, viewer: Staff) -> int:
        """Forget it."""
        row.delete()
        return 0


def _slots(areas: Sequence[Area], periods: Sequence[tuple[datetime | None, datetime | None]]) -> list[dict[str, Any]]:
    found = []
    for area in areas:
        for day in appointments.bookable(area, now()).values():
            for one in day:
                window = one.window
                if not periods or any(
                    (since is None or window.begins_at >= since) and (until is None or window.ends_at <= until)
                    for since, until in periods
                ):
                    span = {"startDateTime": spelled(window.begins_at), "endDateTime": spelled(window.ends_at)}
                    found.append({"id": f"{area.code}-{one.key}", "validFor": span, "@type": "TimeSlot"})
    return found
