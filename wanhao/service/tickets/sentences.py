"""How events of tickets are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.tickets import events
from wanhao.service.tickets.models import Ticket


def find_ticket(number: str) -> int | None:
    """A ticket by its number."""
    return Ticket.objects.filter(number=number).values_list("pk", flat=True).first()


def ticket_number(row: int) -> str | None:
    """The number of a ticket."""
    return Ticket.objects.filter(pk=row).values_list("number", flat=True).first()


add_kind(Kind("ticket", "工单", "Ticket", find_ticket, ticket_number, "/tickets/{key}/"))

declare(
    events.TicketOpened,
    ("建立工单", "Ticket opened"),
    ("{number}，{kind}，{severity}", "{number}, {kind}, {severity}"),
    kind=Ticket.Kind,
    severity=Ticket.Severity,
)
declare(events.TicketNoteAdded, ("工单备注", "Ticket note added"), ("{number}", "{number}"))
declare(events.CustomerTold, ("已告知客户", "Customer told"), ("{number}", "{number}"))
declare(
    events.TicketChanged, ("工单变更", "Ticket changed"), ("{number}：{changed_fields}", "{number}: {changed_fields}")
)
declare(events.TicketBegun, ("开始处理工单", "Work on ticket begun"), ("{number}", "{number}"))
declare(events.TicketResolved, ("工单已解决", "Ticket resolved"), ("{number}", "{number}"))
declare(
    events.TicketReopened,
    ("重开工单", "Ticket reopened"),
    ("{number}，第 {reopened_count} 次", "{number}, time {reopened_count}"),
)
declare(
    events.TicketClosed,
    ("关闭工单", "Ticket closed"),
    ("{number}，此前{status_before}", "{number}, was {status_before}"),
    status_before=Ticket.Status,
)
declare(
    events.HandOverAsked,
    ("请求转交工单", "Hand-over asked"),
    ("{number}：{asked_by_id} → {asked_of_id}", "{number}: {asked_by_id} → {asked_of_id}"),
)
declare(
    events.HandOverAccepted,
    ("接收转交工单", "Hand-over accepted"),
    ("{number}：{asked_by_id} → {asked_of_id}", "{number}: {asked_by_id} → {asked_of_id}"),
)
declare(
    events.HandOverDeclined,
    ("拒收转交工单", "Hand-over declined"),
    ("{number}：{asked_by_id} → {asked_of_id}", "{number}: {asked_by_id} → {asked_of_id}"),
)
