"""Complaints and a group incident in the demo: every level, compensation, closing calls, a false closure."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import now

from lab.invented_customers import CALLING_CUSTOMERS
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.records.customers.models import Account, Party
from wanhao.service.callbacks.models import CallbackPolicy
from wanhao.service.complaints import actions, closing, compensating
from wanhao.service.complaints.actions import MediationDetails
from wanhao.service.complaints.models import Closing, ComplaintPolicy, LevelOwner
from wanhao.service.contacts import actions as contacts
from wanhao.service.contacts.models import Contact
from wanhao.service.incidents import actions as incidents
from wanhao.service.incidents.actions import AreaDetails
from wanhao.service.incidents.models import IncidentPolicy
from wanhao.service.routing import actions as routing
from wanhao.service.routing.models import Queue
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, Ticket

LAB = Actor.system("demo")
QUEUE = "return-calls"
CALLERS = ("8004", "8005", "8011", "8012")
OWNERS = ((2, "8501"), (3, "9004"))
# category, severity, text, opened by
COMPLAINTS = (
    ("billing-error", "ordinary", "上月账单多收 36 元增值业务费，客户称从未订购。", "8003"),
    ("broadband-down", "serious", "宽带一周内断网四次，客户在家办公，要求彻底解决并补偿。", "8004"),
    ("service-attitude", "ordinary", "客户反映营业厅人员态度生硬，要求道歉。", "8005"),
    ("billing-refund", "ordinary", "销户后余额两个月未退，客户第三次来电。", "8011"),
    ("broadband-slow", "ordinary", "晚高峰网速不足签约速率的三成。", "8012"),
    ("mobile-coverage", "major", "地下车库无信号导致老人求助失败，家属已联系媒体。", "8003"),
)
INCIDENT = "阳光小区光缆中断"


def load_complaints(staff: dict[str, Staff], centre: Unit) -> str:
    """Six complaints and an incident; says what there is."""
    with transaction.atomic():
        _settings(staff, centre)
        opened = [_open(staff, place, *row) for place, row in enumerate(COMPLAINTS)]
        billing, broadband, attitude, refund, slow, major = opened
        _in_review(staff, broadband)
        _contradicted(staff, refund)
        _to_be_called(staff, slow)
        _repeat(staff, billing)
        actions.do_crisis_step(major.pk, "name-lead", note="由值班长孟舒负责", by=staff["8201"])
        compensating.propose(
            attitude.pk, amount=Decimal("50"), form="gift", reason="当面致歉并赠送礼品", by=staff["8005"]
        )
        children = _incident(staff)
    return f"{len(opened) + 1} complaints, a group incident with {children} tickets"


def _settings(staff: dict[str, Staff], centre: Unit) -> None:
    """A queue of its own for closing calls, those who make them, the owners of levels."""
    queue = Queue.objects.create(
        code=QUEUE,
        name_zh="投诉回访",
        name_en="Closing calls",
        unit=centre,
        region=centre.region or centre,
        channels=["call"],
        wrap_up_seconds=30,
    )
    CallbackPolicy.objects.create(queue=queue, is_offered=False, is_online=False, tries=1, due_minutes=240)
    for number in CALLERS:
        routing.set_membership(queue, staff[number].pk, by=LAB)
    ComplaintPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    IncidentPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    for level, number in OWNERS:
        LevelOwner.objects.create(level=level, owner=staff[number])


def _customer(place: int) -> Party:
    """One of those who call in the demo, from the end of the list."""
    return Account.objects.get(number=f"A{CALLING_CUSTOMERS - place:09d}").party


def _open(
    staff: dict[str, Staff], place: int, category: str, severity: str, text: str, by: str, hours_ago: float = 3
) -> Ticket:
    details = TicketDetails(
        Category.objects.get(code=category).pk, text, "complaint", severity, customer_id=_customer(place).pk
    )
    ticket = tickets.open_ticket(details, by=staff[by], at=now() - timedelta(hours=hours_ago))
    actions.begin_complaint(ticket.pk)
    return ticket


def _in_review(staff: dict[str, Staff], ticket: Ticket) -> None:
    """Raised by hand, a compensation that two must approve, a mediation."""
    actions.raise_level(ticket.pk, level=2, reason="客户不接受前台答复，要求后台复核", by=ticket.owner)
    row = compensating.propose(
        ticket.pk, amount=Decimal("800"), form="credit", reason="断网四次，减免两个月月租", by=ticket.owner
    )
    compensating.approve(row.public_id, by=staff["8501"])
    held = now() - timedelta(hours=1)
    details = MediationDetails("东江市消费者协会，王主任到场", held, text="双方陈述，约定三日内答复")
    actions.record_mediation(ticket.pk, details, by=staff["8501"])


def _resolve(ticket: Ticket, by: Staff, solution: str) -> Closing:
    ticket.refresh_from_db()
    tickets.resolve_ticket(ticket.pk, version=ticket.version, solution=solution, by=by)
    found = closing.begin_closing(ticket.pk, claimed_by=by)
    assert found is not None  # it has just been resolved
    return found


def _contradicted(staff: dict[str, Staff], ticket: Ticket) -> None:
    """Said to be solved; the customer says otherwise."""
    row = _resolve(ticket, ticket.owner, "已提交退费，请客户留意到账")
    agent = staff["8004"]
    contact = contacts.open_contact(channel="outbound", unit=agent.unit, by=agent, caller_number=row.number)
    contacts.identify_customer(contact.pk, customer_id=ticket.customer_id or 0, by=agent)
    contacts.contact_answered(contact.pk, agent=agent, by=agent)
    answered = Contact.objects.get(pk=contact.pk)
    closing.give_answer(answered, row.public_id, "not_solved", note="客户查询账户，仍未到账", by=agent)
    contacts.end_contact(contact.pk, outcome="served", reason="", by=agent)


def _to_be_called(staff: dict[str, Staff], ticket: Ticket) -> None:
    """Solved, and its customer asked to be called tomorrow."""
    _resolve(ticket, ticket.owner, "扩容端口后测速达标")
    closing.call_at(ticket.pk, now() + timedelta(days=1), by=ticket.owner)


def _repeat(staff: dict[str, Staff], first: Ticket) -> None:
    """The same customer about the same again."""
    _open(staff, 0, "billing-error", "ordinary", "再次来电：本月账单仍有同一笔增值业务费。", "8005", hours_ago=0.5)
    first.refresh_from_db()


def _incident(staff: dict[str, Staff]) -> int:
    """A cable was cut: three customers of one estate, told once."""
    down = Category.objects.get(code="broadband-down")
    area = AreaDetails(places=("阳光小区",), products=("broadband", "iptv"))
    parent = TicketDetails(down.pk, "阳光小区 3 号光交箱光缆被施工挖断，影响约 300 户宽带。", "fault", "serious")
    incident = incidents.open_incident(INCIDENT, area, parent, by=staff["8201"])
    many = 0
    for place in range(10, 13):
        text = "阳光小区住户，宽带红灯闪烁无法上网。"
        details = TicketDetails(down.pk, text, "fault", customer_id=_customer(place).pk)
        ticket = tickets.open_ticket(details, by=staff["8004"])
        many += incidents.attach_when_opened(ticket.pk) is not None
    if many:
        zh, en = "阳光小区光缆抢修中，预计今晚恢复。", "The cable at Sunshine estate is being repaired tonight."
        incidents.tell_all(incident.ticket.number, text_zh=zh, text_en=en, by=staff["8201"])
    return many
