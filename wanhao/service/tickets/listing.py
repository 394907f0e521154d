"""The list of tickets: its filters, columns, orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.common.chips import ChipRow, chip_row
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.lists.spec import Asked, Column, ListSpec, Sort
from wanhao.service.tickets import queries, rules
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.queries import TicketFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wanhao.foundation.accounts.models import Staff

STATUS_MEANINGS = {"open": "info", "in_progress": "info", "resolved": "good", "closed": "quiet", "merged": "quiet"}
SEVERITY_MEANINGS = {"ordinary": "quiet", "serious": "close", "major": "missed"}
BREAKS_WITHIN = {"2h": 2, "8h": 8}
SHOWN = ("category", "status_reason", "owner", "unit", "region", "customer")
FILTERS = ("mine", "status", "overdue", "severity", "kind", "category", "tag", "source")


def chip_rows(asked: dict[str, str], viewer: Staff) -> list[ChipRow]:
    """The filters of the list."""
    statuses = [("unfinished", _("Not finished")), *Ticket.Status.choices]
    tops = [(row.code, row.name) for row in queries.top_categories()]
    rows = [
        chip_row(
            asked, "mine", _("Whose"), [("yes", _("Mine")), ("opened", _("Opened by me")), ("watched", _("Watched"))]
        ),
        chip_row(asked, "status", _("Status"), statuses),
        chip_row(asked, "overdue", _("Due"), [("yes", _("Overdue")), *within(), ("today", _("Today"))]),
        chip_row(asked, "severity", _("Severity"), Ticket.Severity.choices),
        chip_row(asked, "kind", _("Type"), Ticket.Kind.choices),
        chip_row(asked, "category", _("Category"), tops),
        chip_row(asked, "tag", _("Tags"), queries.tag_choices()),
        chip_row(asked, "source", _("Opened from"), Ticket.Source.choices if asked.get("source") else []),
    ]
    return [row for row in rows if row.chips]


def within() -> list[tuple[str, str]]:
    """Promises about to break."""
    return [(code, _("Within %(hours)s h") % {"hours": hours}) for code, hours in BREAKS_WITHIN.items()]


def filter_of(asked: Asked) -> TicketFilter:
    """What the query is narrowed to."""
    values, at = asked.values, now()
    due = values.get("overdue", "")
    hours = BREAKS_WITHIN.get(due)
    until = {"yes": at, "today": localtime(at).replace(hour=23, minute=59, second=59)}.get(due)
    whose = values.get("mine", "")
    return TicketFilter(
        term=asked.term,
        status=values.get("status", ""),
        kind=values.get("kind", ""),
        severity=values.get("severity", ""),
        category=values.get("category", ""),
        owner=asked.viewer.staff_number if whose == "yes" else "",
        opened_by=asked.viewer.pk if whose == "opened" else None,
        watched_by=asked.viewer.pk if whose == "watched" else None,
        tag=values.get("tag", ""),
        source=values.get("source", ""),
        overdue_at=at + timedelta(hours=hours) if hours else until,
        due_from=at if hours else None,
    )


def rows_of(asked: Asked) -> QuerySet[Ticket]:
    """Tickets that fit, within reach."""
    return queries.narrowed(asked.viewer, filter_of(asked)).select_related(*SHOWN)


def row_of(ticket: Ticket, at: datetime | None = None) -> dict[str, Any]:
    """A ticket with the meaning of its due time, for lists and the page."""
    finished_at = ticket.resolved_at or ticket.closed_at
    return {
        "ticket": ticket,
        "due": rules.due_meaning(ticket.due_at, finished_at, at or now()),
        "status": STATUS_MEANINGS[ticket.status],
        "severity": SEVERITY_MEANINGS[ticket.severity],
        "customer_name": mask_name(ticket.customer.name) if ticket.customer else "",
    }


def moment(at: datetime | None) -> str:
    """A moment for a file: 2026-11-22 09:30."""
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def prepared(tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Tickets of a page, with the names of their tags asked for once."""
    names = dict(queries.tag_choices()) if any(ticket.tags for ticket in tickets) else {}
    for ticket in tickets:
        ticket.tag_names = ", ".join(names.get(code, code) for code in ticket.tags)
    return tickets


CELLS = "tickets/cells/"


def of_ticket(name: str) -> Callable[[Mapping[str, Any]], object]:
    """What the ticket says under this name."""

    def told(line: Mapping[str, Any]) -> object:
        value = getattr(line["ticket"], name)
        return moment(value) if isinstance(value, datetime) else value() if callable(value) else value or ""

    return told


COLUMNS = (
    Column("number", gettext_lazy("Number"), of_ticket("number"), CELLS + "number.html", css="figure"),
    Column("status", gettext_lazy("Status"), of_ticket("get_status_display"), CELLS + "status.html"),
    Column("severity", gettext_lazy("Severity"), of_ticket("get_severity_display"), CELLS + "severity.html"),
    Column("kind", gettext_lazy("Type"), of_ticket("get_kind_display"), is_usual=False),
    Column("category", gettext_lazy("Category"), of_ticket("category")),
    Column("text", gettext_lazy("Description"), of_ticket("text"), CELLS + "text.html", css="long"),
    Column("customer", gettext_lazy("Customer"), lambda line: line["customer_name"]),
    Column("owner", gettext_lazy("Owner"), lambda line: line["ticket"].owner.name, css="long"),
    Column("unit", gettext_lazy("Unit"), of_ticket("unit"), is_usual=False, css="long"),
    Column("region", gettext_lazy("Region"), of_ticket("region"), is_usual=False, css="long"),
    Column("opened", gettext_lazy("Opened"), of_ticket("opened_at"), CELLS + "opened.html"),
    Column("due", gettext_lazy("Due"), of_ticket("due_at"), CELLS + "due.html"),
    Column("resolved", gettext_lazy("Resolved"), of_ticket("resolved_at"), is_usual=False),
    Column("closed", pgettext_lazy("ticket", "Closed"), of_ticket("closed_at"), is_usual=False),
    Column("reason", gettext_lazy("Reason"), of_ticket("status_reason"), is_usual=False),
    Column("source", gettext_lazy("Opened from"), of_ticket("get_source_display"), is_usual=False),
    Column("tags", gettext_lazy("Tags"), of_ticket("tag_names"), is_usual=False),
    Column("reopened", gettext_lazy("Reopened"), of_ticket("reopened_count"), is_usual=False, css="number"),
)
SORTS = (
    Sort("newest", pgettext_lazy("ticket", "Newest first"), "-pk"),
    Sort("oldest", pgettext_lazy("ticket", "Oldest first"), "pk"),
    Sort("due", pgettext_lazy("ticket", "Soonest due first"), "due_at"),
)


def tickets_spec() -> ListSpec:
    """The list as the component knows it."""
    from wanhao.service.tickets.many_acts import ACTS

    return ListSpec(
        name="tickets",
        template="tickets/list.html",
        title=gettext_lazy("Tickets"),
        address="/tickets/",
        right=Right.SEE_TICKETS,
        filters=FILTERS,
        columns=COLUMNS,
        sorts=SORTS,
        chip_rows=chip_rows,
        rows=rows_of,
        by_index=lambda asked: queries.words_by_index(asked.term),
        prepared=prepared,
        line=row_of,
        link=lambda ticket: f"/tickets/{ticket.number}/",
        key=lambda ticket: ticket.number,
        export_right=Right.EXPORT_REPORTS,
        acts=ACTS,
        rows_to_change=queries.some_to_change,
        version=lambda ticket: ticket.version,
    )
