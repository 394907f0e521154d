"""Tickets of the demo operator, so that their clocks are seen running, paused, close to their time, missed and over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wanhao.foundation.accounts.models import Staff
from wanhao.records.customers.models import Party
from wanhao.service.appeals import actions as appeals
from wanhao.service.appeals.actions import AppealDetails
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks.models import PauseReason
from wanhao.service.tickets import actions, promises
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category, Ticket


@dataclass(frozen=True)
class Invented:
    """A ticket of so many minutes ago, and what became of it since, each so many minutes ago."""

    owner: str
    category: str
    kind: str
    severity: str
    minutes_ago: int
    text: str
    told: int | None = None
    paused: int | None = None
    resolved: int | None = None
    closed: int | None = None


TICKETS = [
    Invented("8001", "broadband-down", "fault", "ordinary", 12, "光猫 LOS 灯红，客户要求尽快上门。"),
    Invented("8001", "billing-error", "complaint", "ordinary", 1100, "账单多收 30 元流量包，未订购。", told=1080),
    Invented("8001", "mobile-coverage", "complaint", "serious", 2000, "小区地下车库无信号。", told=1990),
    Invented("8001", "broadband-slow", "fault", "ordinary", 600, "晚高峰网速只有 20M。", told=590, paused=400),
    Invented("8001", "service-attitude", "complaint", "major", 1500, "营业厅排队一小时，要求书面道歉。", told=1480),
    Invented("8002", "sim-loss", "order", "ordinary", 200, "补卡后收不到短信验证码。", told=190),
    Invented("8002", "billing-refund", "complaint", "ordinary", 4000, "拆机押金未退。", told=3990, resolved=3000),
    Invented("8008", "iptv-fault", "fault", "ordinary", 3000, "IPTV 直播每隔几分钟卡顿。", told=2950, resolved=300),
    Invented("8015", "hazard", "fault", "major", 70, "江岸路 12 号门口光缆下垂，影响通行。", told=65),
    Invented("8015", "broadband-down", "fault", "serious", 300, "整栋楼断网，怀疑分光器故障。", told=280),
    Invented("8501", "billing-error", "consultation", "ordinary", 6000, "咨询国际漫游费用。", 5990, None, 5000, 4900),
    Invented("8501", "broadband-slow", "consultation", "ordinary", 45, "咨询千兆升级条件。"),
]  # fmt: skip


def load_tickets(staff: dict[str, Staff]) -> int:
    """Open them at their moments, each for another customer; how many."""
    customers = list(Party.objects.order_by("pk")[: len(TICKETS)])
    for invented, customer in zip(TICKETS, customers, strict=True):
        _live_through(invented, customer, staff[invented.owner])
    _appeal(staff["8101"])
    return len(TICKETS)


def _appeal(leader: Staff) -> None:
    """One of them came before the regulator."""
    ticket = Ticket.objects.filter(kind="complaint", severity="major").latest("pk")
    details = AppealDetails("省通信管理局", "SS-2026-0417", _ago(3 * 24 * 60), "要求书面道歉并补偿一个月套餐费。")
    appeal = appeals.record_appeal(ticket.number, details, by=leader)
    appeals.accept_appeal(appeal.pk, version=appeal.version, by=leader)


@transaction.atomic
def _live_through(invented: Invented, customer: Party, owner: Staff) -> None:
    category = Category.objects.get(code=invented.category)
    details = TicketDetails(category.pk, invented.text, invented.kind, invented.severity, customer_id=customer.pk)
    ticket = actions.open_ticket(details, by=owner, at=_ago(invented.minutes_ago))
    if invented.told is not None:
        promises.told(ticket, by=owner, at=_ago(invented.told))
    if invented.paused is not None:
        reason = PauseReason.objects.get(code="customer")
        clocks.pause(promises.subject_of(ticket), reason, by=owner, at=_ago(invented.paused))
    if invented.resolved is not None:
        _solve(ticket, invented, owner)


def _solve(ticket: Ticket, invented: Invented, owner: Staff) -> None:
    at = _ago(invented.resolved or 0)
    solved = actions.resolve_ticket(
        ticket.pk, version=ticket.version, solution="已核实并处理完毕，客户已知晓。", by=owner, at=at
    )
    if invented.closed is not None:
        actions.close_ticket(ticket.pk, version=solved.version, reason="客户确认。", by=owner, at=_ago(invented.closed))


def _ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)
