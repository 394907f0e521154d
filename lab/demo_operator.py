"""Loads the demo operator on the first start: units, staff, queues, voice menu, customers. Everything is invented."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from lab import operator_data as data
from lab.demo_alerts import load_alert_rules
from lab.demo_boards import load_boards
from lab.demo_chats import load_chats, open_entrance
from lab.demo_complaints import load_complaints
from lab.demo_details import add_details
from lab.demo_dispatch import load_order_types, load_work_orders
from lab.demo_emergency import load_emergency_plan
from lab.demo_field import load_field_work, open_areas
from lab.demo_poll import load_poll
from lab.demo_themes import load_past_tickets, load_themes
from lab.demo_tickets import load_tickets
from lab.invented_customers import CALLING_CUSTOMERS, invented_customers
from wanhao.foundation.accounts import staffing
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.foundation.sign_in.demo_access import demo_password_hash
from wanhao.management.changes import actions as changes
from wanhao.management.changes.actions import EntryDetails
from wanhao.management.help.models import HelpTopic
from wanhao.records.customers import importing, pins
from wanhao.records.customers.billing_actions import bill_month, take_payment
from wanhao.records.customers.models import Account
from wanhao.service.callbacks.models import CallbackPolicy
from wanhao.service.calls.models import ShownNumber
from wanhao.service.clocks.models import Policy, Target
from wanhao.service.contacts.models import WrapUpCode
from wanhao.service.ivr import announcing
from wanhao.service.ivr.announcing import AnnouncementDetails
from wanhao.service.ivr.demo_flow import load_demo_flow
from wanhao.service.routing import actions as routing
from wanhao.service.routing.limits import apply_limits
from wanhao.service.routing.models import BreakReason, ChannelLimit, HeadStart, Queue
from wanhao.service.skills.actions import Level, set_skills
from wanhao.service.skills.models import QueueRing, QueueSkill, Skill
from wanhao.service.tickets.models import Category, OfferedCategory, WebOwner

Say = Callable[[str], None]
LAB = Actor.system("demo")
CUSTOMERS = 2000


def load(say: Say) -> None:
    """The whole demo operator, in one transaction for all but the customers."""
    with transaction.atomic():
        units = make_units()
        staff = make_staff(units)
        say(f"{len(units)} units, {len(staff)} staff")
        make_reference_data(units, staff)
        queues = make_queues(units["dj-centre"])
        make_callback_policies(queues)
        make_skills(queues, staff)
        make_hours()
        load_demo_flow(unit=units["dj-centre"])
        announce_and_end(staff["8201"])
        make_shown_numbers(units)
        track_changes(staff)
        say(f"{len(queues)} queues, {len(data.SKILLS)} skills, the voice menu of 10000")
        say(f"{load_alert_rules(units)} alert rules, {load_boards(units)} composed boards")
        say(f"a vote on the number {load_poll(units)}, a chat with {open_entrance(units['dj-centre'], staff)} phrases")
        say(f"{open_areas(units)} areas of visits, {load_order_types()} types of work orders")
        say(f"an emergency team of {load_emergency_plan(units, staff)} and its plan")
    say(f"{import_customers(staff['9003'])} customers, {load_past_tickets(staff)} tickets of the last twelve weeks")
    say(f"{load_tickets(staff)} tickets with every standing of their promises, {add_details(staff)} messages on them")
    say(f"{load_work_orders(staff)} work orders, {load_chats(staff)} chats of the last days")
    say(f"{load_field_work(staff)} signal complaints on the map")
    say(f"{load_complaints(staff, units['dj-centre'])}; {load_themes(staff)}")
    say(f"{bill_customers()} accounts billed, {give_pins()} with the business PIN {data.DEMO_PIN}")


def make_units() -> dict[str, Unit]:
    """The organisation from the operator down."""
    units: dict[str, Unit] = {}
    for code, kind, name_zh, name_en, parent in data.UNITS:
        units[code] = staffing.open_unit(
            code, kind=kind, name_zh=name_zh, name_en=name_en, parent=units.get(parent), by=LAB
        )
    return units


def make_staff(units: dict[str, Unit]) -> dict[str, Staff]:
    """All staff with their role; they share the published demo password."""
    found: dict[str, Staff] = {}
    password = demo_password_hash()
    for number, name, unit, role in data.STAFF:
        person = staffing.hire(number, name=name, unit=units[unit], password_hash=password, by=LAB)
        staffing.post(person, role, units[posted_in(unit, role)], by=LAB)
        found[number] = person
    return found


def posted_in(unit: str, role: str) -> str:
    """Seats and leaders of the centre work for all of its callers: their posting is the centre, not the team."""
    return "dj-centre" if unit.startswith("dj-team") and role != "team_leader" else unit


def make_reference_data(units: dict[str, Unit], staff: dict[str, Staff]) -> None:
    """Head starts, break reasons, wrap-up codes, ticket categories and which of them the web page offers."""
    named: list[tuple[Any, list[tuple[Any, ...]]]] = [
        (BreakReason, data.BREAK_REASONS),
        (WrapUpCode, data.WRAP_UP_CODES),
        (HelpTopic, data.HELP_TOPICS),
    ]
    for model, rows in named:
        for position, (code, name_zh, name_en) in enumerate(rows):
            model.objects.create(code=code, name_zh=name_zh, name_en=name_en, position=position)
    for reason, name_zh, name_en, seconds, is_big in data.HEAD_STARTS:
        HeadStart.objects.create(reason=reason, name_zh=name_zh, name_en=name_en, seconds=seconds, wants_best=is_big)
    for channel, seat_class, most in data.LIMITS:
        ChannelLimit.objects.create(channel=channel, seat_class=seat_class, most=most)
    categories: dict[str, Category] = {}
    for position, (code, name_zh, name_en, parent) in enumerate(data.CATEGORIES):
        categories[code] = Category.objects.create(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            parent=categories.get(parent),
            position=position,
        )
    for code, hours, name_zh, name_en in data.CATEGORY_PROMISES:
        Policy.objects.create(
            code=f"category-{code}",
            name_zh=name_zh,
            name_en=name_en,
            target=Target.RESOLUTION,
            category=code,
            minutes=hours * 60,
            warn_percents=[75, 90],
            position=15,
        )
    offer_on_the_web(units, staff)


def offer_on_the_web(units: dict[str, Unit], staff: dict[str, Staff]) -> None:
    """What customers may open a ticket about themselves, and whose it becomes."""
    for code, kind in data.WEB_CATEGORIES:
        OfferedCategory.objects.create(category=Category.objects.get(code=code), kind=kind)
    for region, number in data.WEB_OWNERS:
        WebOwner.objects.create(region=units.get(region), owner=staff[number])


def track_changes(staff: dict[str, Staff]) -> None:
    """What the duty leader has put on the change-tracking list; the first one is being worked on."""
    for position, (title, text, topic, owner, days) in enumerate(data.TRACKED_CHANGES):
        due_on = timezone.localdate() + timedelta(days=days)
        details = EntryDetails(title, staff[owner], due_on, text, HelpTopic.objects.get(code=topic))
        entry = changes.open_entry(details, by=staff["8201"])
        if position == 0:
            changes.begin_entry(entry.public_id, version=entry.version, by=staff[owner])


def make_shown_numbers(units: dict[str, Unit]) -> None:
    """What customers see when agents call them."""
    for number, name_zh, name_en, unit, is_usual in data.SHOWN_NUMBERS:
        ShownNumber.objects.create(number=number, name_zh=name_zh, name_en=name_en, unit=units[unit], is_usual=is_usual)


def make_hours() -> Hours:
    """The hotline answers round the clock, so that the demo works at any hour."""
    hours = Hours.objects.create(code="hotline", name_zh="热线人工服务时间", name_en="Hotline", follows_holidays=False)
    for weekday in range(7):
        Period.objects.create(hours=hours, weekday=weekday, opens_at=time(0), closes_at=None)
    return hours


def make_callback_policies(queues: dict[str, Queue]) -> None:
    """Where waiting callers may ask to be called back."""
    for code, mode, from_wait_seconds, due_minutes in data.CALLBACKS:
        CallbackPolicy.objects.create(
            queue=queues[code], mode=mode, from_wait_seconds=from_wait_seconds, due_minutes=due_minutes
        )


def make_queues(centre: Unit) -> dict[str, Queue]:
    """The centre's queues."""
    queues: dict[str, Queue] = {}
    for code, name_zh, name_en, wrap_up_seconds in data.QUEUES:
        rules = dict(data.QUEUE_RULES[code])
        overflow_queue = rules.pop("overflow_queue", None)
        queues[code] = Queue.objects.create(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            unit=centre,
            region=centre.region or centre,
            channels=["call"],
            wrap_up_seconds=wrap_up_seconds,
            overflow_queue=queues.get(str(overflow_queue)),
            **rules,
        )
    return queues


def make_skills(queues: dict[str, Queue], staff: dict[str, Staff]) -> None:
    """What agents can do and queues ask for; who serves what follows from it, but for the helpers out."""
    made = {
        code: Skill.objects.create(
            code=code, kind=kind, name_zh=name_zh, name_en=name_en, warn_days=warn_days, position=position
        )
        for position, (code, kind, name_zh, name_en, warn_days) in enumerate(data.SKILLS)
    }
    for queue, skill, least in data.QUEUE_SKILLS:
        QueueSkill.objects.create(queue=queues[queue], skill=made[skill], minimum_level=least)
    for queue, level, reach, after_seconds in data.RINGS:
        QueueRing.objects.create(queue=queues[queue], minimum_level=level, reach=reach, after_seconds=after_seconds)
    helpers = {number for _queue, numbers, _level, _after in data.HELPERS_OUT for number in numbers}
    agents = {number: routing.enrol_agent(staff[number], by=LAB).pk for number in sorted({*data.SEATS, *helpers})}
    for skill, numbers, level, days in data.AGENT_SKILLS:
        until = timezone.localdate() + timedelta(days=days) if days else None
        set_skills([agents[number] for number in numbers], [Level(made[skill], level, until)], by=LAB)
    for queue, numbers, level, after_seconds in data.HELPERS_OUT:
        for number in numbers:
            routing.set_membership(queues[queue], agents[number], level=level, after_seconds=after_seconds, by=LAB)
    apply_limits()


def import_customers(maintainer: Staff) -> int:
    """The invented customers, by the same way as an operator's own list."""
    known = importing.prepare(maintainer)
    rows = [importing.check_row(row, known) for row in customer_rows(CUSTOMERS)]
    for start in range(0, len(rows), importing.BATCH):
        with transaction.atomic():
            importing.write_rows(rows[start : start + importing.BATCH], known, maintainer)
    return CUSTOMERS


@transaction.atomic
def bill_customers() -> int:
    """Last month's bill and a payment for those who call in the demo, so that they have a balance."""
    chance = random.Random(10000)
    today = timezone.localdate()
    last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    numbers = [f"A{position:09d}" for position in range(1, CALLING_CUSTOMERS + 1)]
    for account in Account.objects.filter(number__in=numbers).order_by("number"):
        billed = Decimal(chance.choice([39, 99, 129, 199, 268]))
        bill_month(account, last_month, billed, due_on=today + timedelta(days=10), by=LAB)
        take_payment(account, billed + Decimal(chance.randint(-2000, 9000)) / 100, by=LAB)
    return len(numbers)


def give_pins() -> int:
    """A business PIN, the same for all, for the first of those who call in the demo."""
    numbers = [f"A{position:09d}" for position in range(1, data.WITH_PIN + 1)]
    accounts = Account.objects.filter(number__in=numbers).order_by("number")
    for account in accounts:
        pins.set_pin(account.pk, data.DEMO_PIN, by=LAB)
    return len(accounts)


def announce_and_end(leader: Staff) -> None:
    """An announcement of the past, to be seen in the list."""
    zh, en = data.FAULT_ANNOUNCEMENT
    soon = timezone.now() + timedelta(hours=1)
    made = announcing.announce(AnnouncementDetails(zh, en, soon, regions=("xiling",)), by=leader)
    announcing.end_announcement(made.public_id, by=leader)


def customer_rows(count: int) -> list[dict[str, str]]:
    """Rows as the import reads them: one for each service."""
    rows = []
    for customer in invented_customers(count):
        for service, number, plan_code, plan_name in customer.services:
            rows.append(
                {
                    "customer_key": customer.key,
                    "name": customer.name,
                    "kind": "person",
                    "identity_number": customer.identity_number,
                    "tier": customer.tier,
                    "segment": customer.segment,
                    "language": customer.language,
                    "special_needs": customer.special_needs,
                    "region": customer.region,
                    "account_number": customer.account,
                    "service": service,
                    "number": number,
                    "plan_code": plan_code,
                    "plan_name": plan_name,
                    "address": customer.address,
                }
            )
    return rows
