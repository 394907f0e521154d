"""How events of appointments are told."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from wanhao.foundation.audit.sentences import declare
from wanhao.service.appointments import events


def spelled(at: Any) -> str:
    """A moment as people write it."""
    found = parse_datetime(str(at))
    return f"{localtime(found):%m-%d %H:%M}" if found else "–"


declare(
    events.AppointmentBooked,
    ("预约上门", "Appointment booked"),
    ("{begins_at}，第 {place} / {capacity} 个名额", "{begins_at}, place {place} of {capacity}"),
    begins_at=spelled,
)
declare(
    events.AppointmentCarried,
    ("预约随工单转移", "Appointment moved with its ticket"),
    ("{begins_at}，原工单 {came_from}", "{begins_at}, from {came_from}"),
    begins_at=spelled,
)
declare(
    events.AppointmentMoved,
    ("预约改期", "Appointment moved"),
    ("{was_at} → {begins_at} {reason}", "{was_at} → {begins_at} {reason}"),
    begins_at=spelled,
    was_at=spelled,
)
declare(
    events.AppointmentCancelled,
    ("取消预约", "Appointment cancelled"),
    ("{begins_at} {reason}", "{begins_at} {reason}"),
    begins_at=spelled,
)
declare(
    events.AppointmentKept,
    ("守约", "Appointment kept"),
    ("约 {begins_at}，{arrived_at} 到达", "for {begins_at}, arrived {arrived_at}"),
    begins_at=spelled,
    arrived_at=spelled,
)
declare(
    events.AppointmentBroken,
    ("爽约", "Appointment broken"),
    ("约 {begins_at}，到达 {arrived_at}", "for {begins_at}, arrived {arrived_at}"),
    begins_at=spelled,
    arrived_at=spelled,
)
