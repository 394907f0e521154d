"""Twelve weeks of tickets in the demo, so that themes, trends and the effect of improvements are seen at once."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate, localtime, now

from lab.complaint_texts import TOPICS, Topic
from wanhao.foundation.accounts.models import Staff
from wanhao.management.improvement import actions, following, running
from wanhao.management.improvement.models import Improvement, ImprovementNote, Theme, ThemeTicket
from wanhao.records.customers.models import Party
from wanhao.service.complaints.models import Closing, ClosingCall, Complaint
from wanhao.service.contacts.models import Contact
from wanhao.service.tickets.models import Category, Note, Ticket
from wanhao.service.tickets.rules import ticket_number

CHANCE = random.Random(20261122)
# Tickets of each week, the last one this week's.
WEEKLY = {
    "slow": (2, 2, 2, 3, 2, 3, 3, 3, 4, 5, 5, 6),
    "down": (3, 3, 2, 3, 4, 3, 3, 2, 3, 3, 4, 3),
    "bill": (6, 6, 7, 6, 6, 5, 6, 6, 2, 2, 1, 2),
    "refund": (1, 2, 1, 2, 1, 2, 2, 1, 2, 1, 2, 2),
    "signal": (2, 2, 2, 1, 2, 2, 2, 3, 2, 2, 2, 2),
    "attitude": (2, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1),
    "technician": (1, 1, 1, 2, 1, 1, 2, 1, 2, 2, 3, 3),
    "iptv": (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    "contract": (1, 1, 1, 1, 2, 1, 1, 2, 1, 1, 1, 1),
    "harassment": (2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 1, 0),
    "install": (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    "code": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6),
}
BEGINNINGS = ("", "", "客户来电反映，", "客户再次来电：")
ENDINGS = ("", "", "要求尽快处理。", "请核实后回复。")
OPENERS = ("8001", "8002", "8003", "8004", "8005", "8011", "8012")
SOLVED_AT_ONCE = 0.4  # share of tickets solved in the call they were opened in
OPEN_DAYS = 2  # younger tickets are still open
FIRST_ROUND = timedelta(days=11)  # the themes were mined before the newest one appeared
DONE_DAYS = 29  # so long ago an improvement was done: its effect is measured


def load_past_tickets(staff: dict[str, Staff]) -> int:
    """Tickets of twelve weeks, loaded before all others so that the newest have the highest numbers; how many."""
    tickets = _write_tickets(staff)
    _close(tickets, staff["8004"])
    return len(tickets)


def load_themes(staff: dict[str, Staff]) -> str:
    """Two rounds of mining, four improvements; says what there is."""
    for at in (now() - FIRST_ROUND, now()):
        run = running.begin_run(None, at)
        assert run is not None  # nobody else mines while the demo is loaded
        running.mine(run, at)
    return f"{Theme.objects.count()} themes of tickets, {_improve(staff)} improvements"


def _write_tickets(staff: dict[str, Staff]) -> list[Ticket]:
    """As they would have come from the system before ours, each with its key there."""
    people = [staff[number] for number in OPENERS]
    customers = list(Party.objects.select_related("region").order_by("pk")[500:900])
    categories = {row.code: row for row in Category.objects.all()}
    moments = [(topic, at) for topic in TOPICS for at in _moments(WEEKLY[topic.code])]
    with connection.cursor() as cursor:
        cursor.execute("select nextval('ticket_number') from generate_series(1, %s)", [len(moments)])
        serials = [row[0] for row in cursor.fetchall()]
    said = {topic.code: _wordings(topic) for topic in TOPICS}
    rows = []
    for serial, (topic, at) in zip(serials, moments, strict=True):
        owner, customer = CHANCE.choice(people), CHANCE.choice(customers)
        is_at_once = CHANCE.random() < SOLVED_AT_ONCE
        done_at = at + (timedelta(minutes=2) if is_at_once else timedelta(hours=CHANCE.choice((3, 8, 15, 22, 30))))
        is_open = not is_at_once and now() - at < timedelta(days=OPEN_DAYS)
        rows.append(
            Ticket(
                kind=topic.kind,
                severity=CHANCE.choice(("ordinary",) * 12 + ("serious",) * 3 + ("major",)),
                status="in_progress" if is_open else "resolved",
                category=categories[topic.category],
                customer=customer,
                source="import",
                external_key=f"H-{topic.code}-{serial}",
                text=said[topic.code].pop(),
                opened_by=owner,
                owner=owner,
                unit=owner.unit,
                region=customer.region,
                opened_at=at,
                due_at=at + timedelta(hours=24),
                resolved_at=None if is_open else done_at,
                solution="" if is_open else "已核实处理，客户知晓。",
                reopened_count=0 if is_open else CHANCE.choice((0,) * 14 + (1,)),
            )
        )
    for row, contact in zip(rows, _calls(rows), strict=True):
        row.contact = contact
    return _numbered(rows, serials)


def _numbered(rows: list[Ticket], serials: list[int]) -> list[Ticket]:
    """Kept in the order in which they were opened."""
    rows.sort(key=lambda row: row.opened_at)
    for row, serial in zip(rows, sorted(serials), strict=True):
        row.number = ticket_number(localtime(row.opened_at), serial)
    return Ticket.objects.bulk_create(rows)


def _calls(tickets: list[Ticket]) -> list[Contact]:
    """The calls in which they were opened, a few minutes each."""
    before, after = timedelta(minutes=1), timedelta(minutes=4)
    return Contact.objects.bulk_create(
        Contact(channel="call", status="ended", outcome="served", access_code="10000", agent=ticket.owner,
                unit=ticket.unit, region=ticket.region, customer=ticket.customer, arrived_at=ticket.opened_at - before,
                answered_at=ticket.opened_at - before, ended_at=ticket.opened_at + after)
        for ticket in tickets
    )  # fmt: skip


def _moments(weekly: tuple[int, ...]) -> list[datetime]:
    """Moments of its tickets, week by week, at office hours."""
    found = []
    for back, many in enumerate(reversed(weekly)):
        for _one in range(many):
            minutes = back * 7 * 24 * 60 + CHANCE.randint(90, 7 * 24 * 60 - 90)
            found.append(now() - timedelta(minutes=minutes))
    return found


def _wordings(topic: Topic) -> list[str]:
    """More wordings than tickets, none twice."""
    many = [begin + text + end for begin in set(BEGINNINGS) for text in topic.texts for end in set(ENDINGS)]
    many.sort()
    CHANCE.shuffle(many)
    return many


def _close(tickets: list[Ticket], agent: Staff) -> None:
    """Customers of complaints were called, the others are simply closed."""
    done = [ticket for ticket in tickets if ticket.resolved_at]
    ends = {ticket.pk: ticket.resolved_at or ticket.opened_at for ticket in done}
    complaints = [ticket for ticket in done if ticket.kind == "complaint"]
    Complaint.objects.bulk_create(
        Complaint(ticket=ticket, level_since=ticket.opened_at) for ticket in tickets if ticket.kind == "complaint"
    )
    closings = Closing.objects.bulk_create(
        Closing(ticket=ticket, run=ticket.reopened_count, unit=ticket.unit, region=ticket.region,
                claimed_by=ticket.owner, claimed_at=ends[ticket.pk], tries_asked=3, tries=1, result="solved",
                ended_at=ends[ticket.pk])
        for ticket in complaints
    )  # fmt: skip
    contacts = Contact.objects.bulk_create(
        Contact(channel="outbound", status="ended", outcome="served", agent=agent, unit=agent.unit,
                region=ticket.region, customer=ticket.customer, arrived_at=ends[ticket.pk],
                answered_at=ends[ticket.pk], ended_at=ends[ticket.pk])
        for ticket in complaints
    )  # fmt: skip
    ClosingCall.objects.bulk_create(
        ClosingCall(closing=closing, contact=contact, agent=agent, asked_at=closing.claimed_at,
                    ended_at=closing.claimed_at, result="solved")
        for closing, contact in zip(closings, contacts, strict=True)
    )  # fmt: skip
    Note.objects.bulk_create(
        Note(ticket=ticket, kind="resolved", author=ticket.owner, text=ticket.solution) for ticket in done
    )
    then = Ticket.objects.filter(pk=OuterRef("ticket")).values("resolved_at")
    Note.objects.filter(ticket__in=done).update(written_at=Subquery(then))
    for ticket in done:
        ticket.status, ticket.closed_at = "closed", ticket.resolved_at
    Ticket.objects.bulk_update(done, ["status", "closed_at"])


def _theme_of(topic: str) -> Theme:
    """The theme most tickets of a topic went to."""
    found = ThemeTicket.objects.filter(ticket__external_key__startswith=f"H-{topic}-").values_list("theme", flat=True)
    return Theme.objects.get(pk=Counter(found).most_common(1)[0][0])


def _improve(staff: dict[str, Staff]) -> int:
    """One done and measured, one overdue, one proposed, one dropped."""
    leader, today = staff["8201"], localdate()
    done = _propose(leader, staff["8101"], _theme_of("bill"), "增值业务开通须短信二次确认", 60)
    done = actions.begin_improvement(done.public_id, version=done.version, by=leader)
    said = "开通增值业务前向机主发送确认短信，回复后才生效。"
    day = today - timedelta(days=DONE_DAYS)
    done = actions.finish_improvement(done.public_id, version=done.version, result=said, done_on=day, by=leader)
    following.measure_effect(done.pk, today)
    late = _propose(leader, staff["8101"], _theme_of("slow"), "晚高峰拥塞的 OLT 上联口扩容", 30)
    actions.begin_improvement(late.public_id, version=late.version, by=leader)
    Improvement.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=3))
    _propose(leader, leader, _theme_of("technician"), "上门改为两小时时间窗，前一小时短信提醒", 20)
    dropped = _propose(leader, staff["8101"], _theme_of("attitude"), "营业厅窗口人员全员复训", 25)
    actions.drop_improvement(
        dropped.public_id, version=dropped.version, reason="已列入省公司年度培训计划，本中心不再单列。", by=leader
    )
    return Improvement.objects.count()


def _propose(by: Staff, owner: Staff, theme: Theme, title: str, days_ago: int) -> Improvement:
    """Proposed so many days ago, due in two weeks."""
    details = actions.ImprovementDetails(title, owner, localdate() + timedelta(days=14), theme=theme)
    made = actions.propose(details, by=by)
    at = now() - timedelta(days=days_ago)
    Improvement.objects.filter(pk=made.pk).update(opened_at=at)
    ImprovementNote.objects.filter(improvement=made).update(written_at=at)
    return made
