"""How events of work orders are told."""

from wanhao.foundation.accounts.models import Unit, by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind, numbered
from wanhao.service.dispatch import events
from wanhao.service.dispatch.models import DispatchWarning, OrderType, StuckOrder, WorkOrder


def find_order(number: str) -> int | None:
    """A work order by its number."""
    return WorkOrder.objects.filter(number=number).values_list("pk", flat=True).first()


def order_number(row: int) -> str | None:
    """The number of a work order."""
    return WorkOrder.objects.filter(pk=row).values_list("number", flat=True).first()


def find_department(code: str) -> int | None:
    """A department by its code."""
    return Unit.objects.filter(code=code).values_list("pk", flat=True).first()


def department_code(row: int) -> str | None:
    """The code of a department."""
    return Unit.objects.filter(pk=row).values_list("code", flat=True).first()


def department_name(row: int) -> str:
    """A department by its row."""
    return str(Unit.objects.filter(pk=row).first() or row)


def type_name(code: str) -> str:
    """A type of work orders by its code."""
    return str(OrderType.objects.filter(code=code).first() or code)


def lateness(is_late: bool) -> str:
    """In time or late."""
    return by_language("超时", "late") if is_late else by_language("按时", "in time")


add_kind(Kind("work_order", "派单", "Work order", find_order, order_number, "/work-orders/{key}/"))
add_kind(Kind("department", "部门", "Department", find_department, department_code, "/work-orders/?department={key}"))
numbered("patrol", "憋单巡查", "Patrol of stuck orders")

PLAIN = ("{number}，{department_id}", "{number}, {department_id}")
for event, words in {
    events.WorkOrderAccepted: ("接收派单", "Work order accepted"),
    events.WorkOrderRefused: ("拒收派单", "Work order refused"),
    events.WorkOrderBounced: ("退回派单", "Work order sent back"),
    events.WorkOrderAskedBack: ("派单反问", "Work order asked back"),
    events.WorkOrderAnswered: ("答复派单疑问", "Work order answered"),
    events.WorkOrderCancelled: ("撤销派单", "Work order cancelled"),
    events.WorkOrderNoted: ("派单备注", "Work order noted"),
}.items():
    declare(event, words, PLAIN, department_id=department_name)

declare(
    events.WorkOrderSent,
    ("派单", "Work order sent"),
    ("{number} → {department_id}，{order_type}", "{number} → {department_id}, {order_type}"),
    department_id=department_name,
    order_type=type_name,
)
declare(
    events.WorkOrderCarried,
    ("派单随工单合并转移", "Work order moved with its ticket"),
    ("{number}：{came_from} → {went_to}", "{number}: {came_from} → {went_to}"),
)
declare(
    events.WorkOrderAssigned,
    ("派单到人", "Work order handed to a person"),
    ("{number} → {assignee_id}", "{number} → {assignee_id}"),
)
declare(
    events.WorkOrderFinished,
    ("回单", "Work order finished"),
    ("{number}，{is_late}，证据 {evidence} 件", "{number}, {is_late}, {evidence} pieces of evidence"),
    is_late=lateness,
)
declare(
    events.WorkOrderReopened,
    ("重开派单", "Work order reopened"),
    (
        "{number}，第 {reopened_count} 次，计入 {charged_to_id}",
        "{number}, time {reopened_count}, charged to {charged_to_id}",
    ),
)
declare(
    events.WorkOrderFoundFalse,
    ("认定虚假回单", "Work order found false"),
    ("{number}，计入 {charged_to_id}", "{number}, charged to {charged_to_id}"),
)
declare(
    events.WorkOrderStuck,
    ("发现憋单", "Work order found stuck"),
    ("{number}：{why}，{hours} 小时", "{number}: {why}, {hours} h"),
    why=StuckOrder.Why,
)
declare(
    events.TicketSentToAndFro,
    ("工单反复流转", "Ticket sent to and fro"),
    ("{turns} 次", "{turns} turns"),
)
LIMIT = ("{kind}，{numerator} / {denominator} {number}", "{kind}, {numerator} / {denominator} {number}")
declare(events.WarningBegun, ("部门预警公示", "Public warning"), LIMIT, kind=DispatchWarning.Kind)
declare(events.WarningEnded, ("部门预警解除", "Public warning over"), LIMIT, kind=DispatchWarning.Kind)
declare(
    events.PatrolMade,
    ("憋单巡查", "Patrol of stuck orders"),
    ("{day}，查 {looked_at} 单，憋单 {found} 单", "{day}: {looked_at} orders, {found} stuck"),
)
declare(events.ScoreboardExported, ("导出部门记分牌", "Scoreboard exported"), ("{begin} – {end}", "{begin} – {end}"))
