"""Pages of complaints: the list, an act on one, approvals, closing calls, false closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import ChipRow, address_with, chip_row
from wanhao.common.errors import Forbidden
from wanhao.common.masking import mask_name, mask_number
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.service.complaints import closing_queries, compensating, queries
from wanhao.service.complaints.acts import ACTS
from wanhao.service.complaints.forms import RefusalForm
from wanhao.service.complaints.models import Complaint, Level
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from wanhao.service.complaints.closing_queries import Line

FILTERS = ("level", "severity", "status", "mine", "repeat")
STATUS_MEANINGS = {"open": "info", "in_progress": "info", "resolved": "good", "closed": "quiet"}
SEVERITY_MEANINGS = {"ordinary": "quiet", "serious": "close", "major": "missed"}
SPANS = (7, 30, 90, 365)


TABS = (
    ("list", _lazy("Complaints"), Right.SEE_TICKETS),
    ("closing-calls", _lazy("Closing calls"), Right.SEE_TICKETS),
    ("approvals", _lazy("Compensation"), Right.APPROVE_COMPENSATION),
    ("false-closures", _lazy("False closures"), Right.SEE_REPORTS),
)


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The pages of complaints this person may open."""
    offered = [(name, label) for name, label, right in TABS if viewer(request).may(right)]
    return [{"label": label, "link": reverse(f"complaints:{name}"), "is_on": name == here} for name, label in offered]


@needs(Right.SEE_TICKETS)
@require_safe
def complaint_list(request: HttpRequest) -> HttpResponse:
    """Complaints within reach by level, with their limits."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    level = asked["level"] if asked["level"] in ("1", "2", "3") else ""
    wanted = queries.Wanted(
        level=level,
        severity=asked["severity"],
        status=asked["status"],
        mine=bool(asked["mine"]),
        repeat=bool(asked["repeat"]),
        before_id=whole(request.GET.get("before", "")),
    )
    found = queries.found_complaints(viewer(request), wanted, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    words = {
        "tabs": tabs(request, "list"),
        "rows": rows_of(shown),
        "chip_rows": chip_rows(asked),
        "counts": [(label, many) for (_value, label), many in zip(Level.choices, counts(request), strict=True)],
        "more": address_with(asked) + f"&before={shown[-1].ticket_id}" if len(found) > len(shown) else "",
        "is_narrowed": any(asked.values()),
    }
    return render(request, "complaints/list.html", words)


def counts(request: HttpRequest) -> list[int]:
    """Unfinished complaints by level."""
    return list(queries.open_by_level(viewer(request)).values())


def rows_of(complaints: list[Complaint]) -> list[dict[str, Any]]:
    """Complaints with what their status, severity and limit mean."""
    clocks, at = queries.level_clocks(complaints), now()
    rows = []
    for one in complaints:
        clock = clocks.get(one.ticket_id)
        runs = clock is not None and clock.stopped_at is None
        rows.append(
            {
                "complaint": one,
                "ticket": one.ticket,
                "status": STATUS_MEANINGS.get(one.ticket.status, "quiet"),
                "severity": SEVERITY_MEANINGS[one.ticket.severity],
                "customer_name": mask_name(one.ticket.customer.name) if one.ticket.customer else "",
                "due_at": clock.due_at if clock and runs else None,
                "is_late": bool(clock and runs and clock.due_at and clock.due_at < at),
            }
        )
    return rows


def chip_rows(asked: dict[str, str]) -> list[ChipRow]:
    """The filters of the list."""
    levels = [(str(value), label) for value, label in Level.choices]
    return [
        chip_row(asked, "mine", pgettext("complaint", "Whose"), [("yes", _("Mine to answer for"))]),
        chip_row(asked, "level", pgettext("complaint", "Level"), levels),
        chip_row(asked, "severity", _("Severity"), Ticket.Severity.choices),
        chip_row(asked, "status", _("Status"), Ticket.Status.choices),
        chip_row(asked, "repeat", _("Repeats"), [("yes", _("Repeat complaints"))]),
    ]


@needs(Right.CHANGE_TICKETS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    complaint = queries.complaint_for(number, viewer(request))
    chosen = act_named(ACTS, name)
    if not queries.may_change(complaint, viewer(request)):
        raise Forbidden(_("This complaint belongs to another unit: ask its owner."))
    if request.method != "POST":
        return act_page(request, complaint, {"act": chosen, "form": chosen.form(initial=request.GET.dict())})
    return carry_out(
        request,
        chosen,
        complaint,
        chosen.form(request.POST, request.FILES),
        page=act_page,
        again=lambda: complaint,
        then=redirect("tickets:ticket", number),
    )


def act_page(request: HttpRequest, complaint: Complaint, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """An act's form beside the complaint."""
    words = {"ticket": complaint.ticket, "complaint": complaint}
    return render(request, "complaints/act.html", words | more, status=status)


# -- compensation -----------------------------------------------------------------------------------------


@needs(Right.APPROVE_COMPENSATION)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this person's approval, and what they proposed or decided."""
    return approvals_page(request)


def approvals_page(request: HttpRequest, more: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The inbox, perhaps with a refusal that was not taken."""
    staff = viewer(request)
    rows = [
        {"row": one, "covers": queries.reach_of(staff, one.unit).covers(one.amount), "ticket": one.complaint.ticket}
        for one in queries.compensations_to_approve(staff)
    ]
    words = {
        "tabs": tabs(request, "approvals"),
        "rows": rows,
        "own": queries.own_proposals(staff),
        "form": RefusalForm(),
    }
    return render(request, "complaints/approvals.html", words | (more or {}), status=status)


@needs(Right.APPROVE_COMPENSATION)
@require_POST
def approval(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve a compensation."""
    row = compensating.approve(public_id, by=viewer(request))
    said = _("Approved.") if row.status == "approved" else _("Approved by you; a second person must approve it too.")
    messages.success(request, said)
    return redirect("complaints:approvals")


@needs(Right.APPROVE_COMPENSATION)
@require_POST
def refusal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Refuse a compensation, with the reason."""
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return approvals_page(request, {"form": form, "refused_id": public_id}, status=422)
    compensating.refuse(public_id, reason=form.cleaned_data["reason"], by=viewer(request))
    messages.success(request, _("Refused; the proposer was told why."))
    return redirect("complaints:approvals")


# -- closing ----------------------------------------------------------------------------------------------


@needs(Right.SEE_TICKETS)
@require_safe
def closing_calls(request: HttpRequest) -> HttpResponse:
    """Whom to call before closing, tries so far, when next."""
    lines = closing_queries.work_list(viewer(request), now())
    words = {
        "tabs": tabs(request, "closing-calls"),
        "rows": [line_of(line) for line in lines],
        "policy": queries.policy(),
        "may_change": viewer(request).may(Right.CHANGE_TICKETS),
        "problem": closing_queries.why_nobody_calls(),
    }
    template = "complaints/closing_rows.html" if request.headers.get("HX-Request") else "complaints/closing.html"
    return render(request, template, words)


STATES = {
    "answer_missing": ("missed", pgettext_lazy("closing call", "Answer missing")),
    "no_number": ("missed", pgettext_lazy("closing call", "No number")),
    "calling": ("info", pgettext_lazy("closing call", "Being called")),
    "due": ("close", pgettext_lazy("closing call", "Due")),
    "later": ("quiet", pgettext_lazy("closing call", "Later")),
}


def line_of(line: Line) -> dict[str, Any]:
    """A closing ready to be shown."""
    ticket, closing = line.closing.ticket, line.closing
    meaning, label = STATES[line.state]
    return {
        "line": line,
        "closing": closing,
        "ticket": ticket,
        "customer_name": mask_name(ticket.customer.name) if ticket.customer else "",
        "number": mask_number(closing.number) if closing.number else "",
        "meaning": meaning,
        "state": label,
    }


@needs(Right.SEE_REPORTS)
@require_safe
def false_closures(request: HttpRequest) -> HttpResponse:
    """Closures that customers contradicted, and who is charged."""
    days = whole(request.GET.get("days", "")) or 30
    days = days if days in SPANS else 30
    at = now()
    rows = closing_queries.false_closures(viewer(request), since=closing_queries.days_back(days, at), until=at)
    asked = {"days": str(days)}
    words = {
        "tabs": tabs(request, "false-closures"),
        "rows": rows,
        "charged": closing_queries.charged(rows),
        "chip_rows": [
            chip_row(asked, "days", _("Time"), [(str(one), _("%(days)d days") % {"days": one}) for one in SPANS])
        ],
    }
    return render(request, "complaints/false_closures.html", words)
