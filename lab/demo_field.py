"""Field work of the demo operator: areas, their hours and appointments."""

from __future__ import annotations

from datetime import time

from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.calendars.models import Hours
from wanhao.service.appointments.models import Area

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
