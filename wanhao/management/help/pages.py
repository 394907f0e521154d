"""What the parts of pages about help show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wanhao.management.help import queries, rules
from wanhao.management.help.models import HelpRequest

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.contacts.models import Contact

MEANINGS = {"waiting": "missed", "taken": "info", "helped": "good", "closed": "quiet"}


@dataclass(frozen=True)
class Line:
    """A request as leaders see it."""

    request: HelpRequest
    who: str
    meaning: str
    is_late: bool
    is_mine: bool


def line_of(one: HelpRequest, viewer: Staff) -> Line:
    """One request, and how urgent it is."""
    late = rules.is_late(one.asked_at, one.taken_at, queries.help_policy().take_within, timezone.now())
    meaning = "close" if one.status == "waiting" and not late else MEANINGS[one.status]
    return Line(one, queries.who(one), meaning, late, one.taken_by_id == viewer.pk)


def open_page(viewer: Staff) -> dict[str, Any]:
    """The leaders' list."""
    rows = [line_of(one, viewer) for one in queries.open_requests(viewer)]
    waiting = [row for row in rows if row.request.status == HelpRequest.Status.WAITING]
    newest = max((row.request.pk for row in waiting), default=0)
    return {"help_rows": rows, "help_waiting": len(waiting), "help_newest": newest}


def request_page(one: HelpRequest, viewer: Staff) -> dict[str, Any]:
    """One request with what was said."""
    return {"line": line_of(one, viewer), "one": one, "lines": queries.lines_of(one)}


def desk_page(staff: Staff) -> dict[str, Any]:
    """What the agent's own desk shows of help: nothing asked, or how it stands."""
    one = queries.request_of(staff)
    answer = None
    if one is not None:
        said = [line for line in one.lines.all() if line.author_id != staff.pk]
        answer = said[-1] if said and one.status == HelpRequest.Status.HELPED else None
    return {"help": one, "help_answer": answer, "help_meaning": MEANINGS[one.status] if one else ""}


def form_page(staff: Staff, contact: Contact | None) -> dict[str, Any]:
    """The dialog behind the key: the form, or the request that is open."""
    return desk_page(staff) | {"topics": queries.topics(), "contact": contact}
