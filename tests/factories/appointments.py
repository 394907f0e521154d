"""Areas and appointments for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils.timezone import localdate

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.calendars.models import Hours
from wanhao.service.appointments import actions
from wanhao.service.appointments.models import Area
from wanhao.service.appointments.rules import SHANGHAI

_numbers = count(1)


def make_area(unit: Unit, *, capacity: int = 2, **settings_of_it: Any) -> Area:
    """An area that is open every day from 9:00 to 12:00 and from 13:30 to 18:00."""
    code = f"area-{next(_numbers)}"
    hours = Hours.objects.create(code=code, name_zh=code, name_en=code, follows_holidays=False)
    for weekday in range(7):
        hours.periods.create(weekday=weekday, opens_at=time(9), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(13, 30), closes_at=time(18))
    return Area.objects.create(
        code=code, name_zh=code, name_en=code, unit=unit, hours=hours, capacity=capacity, **settings_of_it
    )


def tomorrow() -> date:
    """The day after today."""
    return localdate() + timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day on the wall clock."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def booked_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a ticket of the unit that has an appointment."""
    agent = make_staff(unit=unit)
    ticket = make_ticket(agent)
    actions.book(ticket.pk, make_area(unit.region or unit).pk, at(tomorrow(), 9), by=agent)
    return {"number": ticket.number}
