"""Field work of the demo operator: areas, their hours and appointments."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now

from lab.invented_customers import mobile
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours
from wanhao.records.customers.models import Party
from wanhao.service.appointments import actions as appointments
from wanhao.service.appointments import queries as appointment_queries
from wanhao.service.appointments.models import Area
from wanhao.service.coverage import actions as coverage
from wanhao.service.coverage.actions import Spot
from wanhao.service.coverage.models import FieldCategory
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category
from wanhao.service.visits import calling

LAB = Actor.system("demo")
TECHNICIANS_MOBILE = mobile(900_001)  # rung before the customer is dialled

AREAS = [
    ("dj-city", "东江城区", "Dongjiang city", "dongjiang", 6),
    ("dj-county", "东江县域", "Dongjiang county", "dongjiang", 3),
    ("xl", "西岭", "Xiling", "xiling", 4),
]


def open_areas(units: dict[str, Unit]) -> int:
    """Areas with the working hours of technicians, every day but public holidays."""
    hours = Hours.objects.create(code="field", name_zh="装维工作时间", name_en="Technicians", follows_holidays=True)
    for weekday in range(7):
        hours.periods.create(weekday=weekday, opens_at=time(8), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(14), closes_at=time(20))
    for position, (code, name_zh, name_en, unit, capacity) in enumerate(AREAS):
        Area.objects.create(
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            unit=units[unit],
            hours=hours,
            capacity=capacity,
            position=position,
        )
    return len(AREAS)


SIGNAL_TEXTS = ("地下车库没有信号，无法接打电话。", "楼里 4G 只有一格，通话断续。", "电梯厅附近搜不到网。")
# How far east and north of the middle of the town (degrees): two places with many complaints, three single ones.
SIGNAL_PLACES = [
    (0.0100, 0.0060), (0.0112, 0.0064), (0.0106, 0.0071), (0.0119, 0.0057), (0.0098, 0.0066),
    (-0.0210, -0.0120), (-0.0202, -0.0126), (-0.0216, -0.0117),
    (0.0320, -0.0150), (-0.0080, 0.0210), (0.0010, -0.0020),
]  # fmt: skip
TOWN = (Decimal("113.300000"), Decimal("23.200000"))


@transaction.atomic
def load_field_work(staff: dict[str, Staff]) -> int:
    """Signal complaints on the map, a hotspot listed, an appointment ahead; how many complaints."""
    for code, meaning in (("mobile-coverage", "signal"), ("hazard", "hazard")):
        FieldCategory.objects.create(category=Category.objects.get(code=code), meaning=meaning)
    calling.set_phone(TECHNICIANS_MOBILE, by=staff["8711"])
    category = Category.objects.get(code="mobile-coverage")
    customers = Party.objects.filter(region__code="dongjiang").order_by("pk")[200 : 200 + len(SIGNAL_PLACES)]
    for number, (customer, (east, north)) in enumerate(zip(customers, SIGNAL_PLACES, strict=True)):
        text = SIGNAL_TEXTS[number % len(SIGNAL_TEXTS)]
        details = TicketDetails(category.pk, text, "complaint", customer_id=customer.pk)
        ticket = tickets.open_ticket(details, by=staff["8004"], at=now() - timedelta(days=2 * number, hours=1))
        ticket.place_lon, ticket.place_lat = TOWN[0] + Decimal(str(east)), TOWN[1] + Decimal(str(north))
        ticket.save(update_fields=["place_lon", "place_lat"])
    planned = localdate() + timedelta(days=45)
    spot = Spot("东湖花园地下车库", TOWN[0] + Decimal("0.0107"), TOWN[1] + Decimal("0.0064"), 250, planned, 5)
    coverage.list_hotspot(spot, by=staff["8501"])
    book_ahead(staff["8001"])
    return len(SIGNAL_PLACES)


def book_ahead(agent: Staff) -> None:
    """The technicians' accepted orders get the next free windows."""
    for order in WorkOrder.objects.filter(state="accepted", ticket__status="in_progress").select_related("ticket"):
        area = next(iter(appointment_queries.areas_for(order.ticket.region)), None)
        days = appointment_queries.bookable(area, now()) if area else {}
        if area and days and not appointment_queries.booked_for(order.ticket_id):
            begins = next(iter(days.values()))[0].window.begins_at
            appointments.book(order.ticket_id, area.pk, begins, by=LAB)
