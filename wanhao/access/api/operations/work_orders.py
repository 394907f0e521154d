"""Work orders: listing, one with its story, sending; accepting, refusing and finishing by the department."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import Error
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.dispatch import actions
from wanhao.service.dispatch import queries as work_orders
from wanhao.service.dispatch.models import OrderLine, WorkOrder
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

router = Router(tags=["work orders"])
MOST = 200


class WorkOrderOut(Schema):
    """One work order; moments in UTC."""

    number: str
    ticket: str
    department: str = Field(description="The unit's code")
    type: str
    state: str
    text: str
    assignee: str | None = Field(description="Staff number")
    sent_by: str = Field(description="Staff number")
    sent_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None = Field(description="Empty while the department's clock stands still")
    ended_at: datetime | None
    is_late: bool
    is_false: bool
    reopened_count: int
    question: str
    reason: str
    result: str
    version: int

    @classmethod
    def of(cls, order: WorkOrder) -> WorkOrderOut:
        """The outward form of a work order."""
        plain = ["number", "state", "text", "sent_at", "accepted_at", "due_at", "ended_at", "is_late"]
        plain += ["reopened_count", "question", "reason", "result", "version"]
        return cls(
            ticket=order.ticket.number,
            department=order.department.code,
            type=order.type.code,
            assignee=order.assignee.staff_number if order.assignee else None,
            sent_by=order.sent_by.staff_number,
            is_false=order.false_at is not None,
            **{name: getattr(order, name) for name in plain},
        )


class LineOut(Schema):
    """A line of the story."""

    kind: str
    at: datetime
    by: str | None = Field(description="Staff number; empty: the programme")
    to: str | None = Field(description="Staff number")
    text: str

    @classmethod
    def of(cls, line: OrderLine) -> LineOut:
        """The outward form of a line."""
        by, to = (one.staff_number if one else None for one in (line.author, line.to))
        return cls(kind=line.kind, at=line.at, by=by, to=to, text=line.text)


class WorkOrderDetail(WorkOrderOut):
    """A work order with its story."""

    story: list[LineOut]


class WorkOrderPage(Schema):
    """A page of work orders, newest first; give `next` as `before` for the following one."""

    items: list[WorkOrderOut]
    next: int | None


class WorkOrdersAsked(Schema):
    """Filters of the list; empty means all. `state` may be `open`."""

    state: str = ""
    department: str = ""
    ticket: str = ""
    before: int | None = None
    limit: int = 50


class WorkOrderIn(Schema):
    """What a new work order needs: the ticket's number, codes of department and type, perhaps a staff number."""

    ticket: str
    department: str
    type: str
    text: str
    assignee: str = ""


class AcceptanceIn(Schema):
    """The version that was seen, so that nothing newer is overwritten; empty: whatever it is."""

    version: int | None = None


class RefusalIn(AcceptanceIn):
    """Why the department does not take it."""

    reason: str


@router.get(
    "", response={200: WorkOrderPage, 422: Error}, auth=TokenWith(Right.SEE_WORK_ORDERS), url_name="work_orders"
)
def list_work_orders(request: HttpRequest, asked: Query[WorkOrdersAsked]) -> WorkOrderPage:
    """Work orders within the token's reach, newest first."""
    size = min(max(asked.limit, 1), MOST)
    found = work_orders.listed(viewer(request), **asked.dict(exclude={"limit"}), limit=size)
    return WorkOrderPage(
        items=[WorkOrderOut.of(order) for order in found], next=found[-1].pk if len(found) == size else None
    )


@router.get(
    "/{number}",
    response={200: WorkOrderDetail, 404: Error},
    auth=TokenWith(Right.SEE_WORK_ORDERS),
    url_name="work_order",
)
def show_work_order(request: HttpRequest, number: str) -> WorkOrderDetail:
    """One work order with its story."""
    order = work_orders.work_order(number, viewer(request))
    lines = [LineOut.of(line) for line in work_orders.story(order)]
    return WorkOrderDetail(**WorkOrderOut.of(order).dict(), story=lines)


@router.post(
    "",
    response={201: WorkOrderOut, 403: Error, 404: Error, 409: Error, 422: Error},
    auth=TokenWith(Right.SEND_WORK_ORDERS),
    url_name="work_orders",
)
def send_work_order(request: HttpRequest, wanted: WorkOrderIn) -> Status[WorkOrderOut]:
    """Hand a piece of a ticket to a department."""
    by = viewer(request)
    ticket = tickets.ticket(wanted.ticket, by)
    department = next((one for one in work_orders.departments_for(ticket) if one.code == wanted.department), None)
    order_type = next((one for one in work_orders.order_types() if one.code == wanted.type), None)
    if department is None:
        raise Invalid(department=_("There is no such department."))
    if order_type is None:
        raise Invalid(type=_("There is no such type of work order."))
    assignee = work_orders.worker(wanted.assignee, department) if wanted.assignee else None
    if wanted.assignee and assignee is None:
        raise Invalid(assignee=_("Nobody of this department has this staff number."))
    details = actions.OrderDetails(department, order_type, wanted.text, assignee)
    order = actions.send_work_order(ticket.pk, details, by=by)
    return Status(201, _fresh(order, by))


def _fresh(order: WorkOrder, by: Staff) -> WorkOrderOut:
    return WorkOrderOut.of(work_orders.work_order(order.number, by))


DOING = {200: WorkOrderOut, 403: Error, 404: Error, 409: Error, 422: Error}


@router.post(
    "/{number}/acceptance", response=DOING, auth=TokenWith(Right.DO_WORK_ORDERS), url_name="work_order_acceptance"
)
def accept_work_order(request: HttpRequest, number: str, seen: AcceptanceIn) -> WorkOrderOut:
    """Take the order to work on it; of two who try, one does."""
    by = viewer(request)
    order = work_orders.work_order(number, by)
    return _fresh(actions.accept_work_order(order.pk, by=by, version=seen.version), by)


@router.post("/{number}/refusal", response=DOING, auth=TokenWith(Right.DO_WORK_ORDERS), url_name="work_order_refusal")
def refuse_work_order(request: HttpRequest, number: str, refused: RefusalIn) -> WorkOrderOut:
    """The department does not take it."""
    by = viewer(request)
    order = work_orders.work_order(number, by)
    return _fresh(actions.refuse_work_order(order.pk, reason=refused.reason, by=by, version=refused.version), by)


@router.post("/{number}/result", response=DOING, auth=TokenWith(Right.DO_WORK_ORDERS), url_name="work_order_result")
def finish_work_order(
    request: HttpRequest,
    number: str,
    result: Form[str] = "",
    version: Form[int | None] = None,
    evidence: File[list[UploadedFile] | None] = None,
) -> WorkOrderOut:
    """Report the work done, as a form with files: a type that demands evidence is refused without any."""
    by = viewer(request)
    order = work_orders.work_order(number, by)
    done = actions.finish_work_order(order.pk, result=result, by=by, version=version, uploads=evidence or ())
    return _fresh(done, by)
