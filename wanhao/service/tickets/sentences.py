"""How events of tickets are told."""

from wanhao.foundation.audit.sentences import declare, field_names, staff_name
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.tickets import events
from wanhao.service.tickets.models import Link, Message, Ticket
from wanhao.service.tickets.queries import ticket_number


def find_ticket(number: str) -> int | None:
    """A ticket by its number."""
    return Ticket.objects.filter(number=number).values_list("pk", flat=True).first()


add_kind(Kind("ticket", "工单", "Ticket", find_ticket, ticket_number, "/tickets/{key}/"))

declare(
    events.TicketOpened,
    ("建立工单", "Ticket opened"),
    ("{number}，{kind}，{severity}，来自{source}", "{number}, {kind}, {severity}, from {source}"),
    kind=Ticket.Kind,
    severity=Ticket.Severity,
    source=Ticket.Source,
)
declare(events.TicketNoteAdded, ("工单备注", "Ticket note added"), ("{number}", "{number}"))
declare(events.CustomerTold, ("已告知客户", "Customer told"), ("{number}", "{number}"))
declare(
    events.TicketChanged,
    ("工单变更", "Ticket changed"),
    ("{number}：{changed_fields}", "{number}: {changed_fields}"),
    changed_fields=field_names(Ticket),
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

LINKED = ("{number} {kind} {target}", "{number} {kind} {target}")
WATCHED = ("{number}：{watcher_id}", "{number}: {watcher_id}")
NUMBER = ("{number}", "{number}")
TOLD = ("{number}，{state}", "{number}, {state}")
TRIED = ("{number}，第 {tries} 次", "{number}, try {tries}")
declare(events.TicketWatched, ("关注工单", "Ticket watched"), WATCHED, watcher_id=staff_name)
declare(events.TicketUnwatched, ("取消关注工单", "Ticket no longer watched"), WATCHED, watcher_id=staff_name)
declare(events.ContactJoined, ("工单关联接触", "Contact joined to ticket"), NUMBER)
declare(events.TicketLinked, ("关联工单", "Tickets linked"), LINKED, kind=Link.Kind)
declare(events.TicketUnlinked, ("解除工单关联", "Link of tickets removed"), LINKED, kind=Link.Kind)
declare(events.TicketMerged, ("合并工单", "Tickets merged"), ("{number} → {target}", "{number} → {target}"))
declare(events.MergeUndone, ("撤销合并工单", "Merge undone"), ("{number} ← {target}", "{number} ← {target}"))
declare(
    events.WebOwnerMissed,
    ("网上工单负责人不能再接单", "Owner of web tickets missing"),
    ("已通知 {told} 名管理员", "{told} administrators told"),
)
declare(events.MessageWritten, ("给客户发消息", "Message to the customer"), TOLD, state=Message.State)
declare(events.CustomerWrote, ("客户留言", "Customer wrote"), NUMBER)
declare(events.MessageDelivered, ("短信已发送", "Message sent"), NUMBER)
declare(events.MessageFailed, ("短信未送达", "Message not delivered"), TRIED)
