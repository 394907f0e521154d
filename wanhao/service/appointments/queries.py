"""Reading appointments: which windows are free, what is booked, how many were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.calendars import queries as calendars
from wanhao.foundation.locks import locked_first
from wanhao.service.appointments import rules
from wanhao.service.appointments.models import Appointment, Area
from wanhao.service.appointments.rules import CapacityWord, Window
from wanhao.service.tickets import queries as tickets

BOOKED = Appointment.Status.BOOKED


@dataclass(frozen=True)
class Offered:
    """A window as it is offered: how many it takes, how many are booked."""

    window: Window
    capacity: int
    booked: int

    @property
    def free(self) -> int:
        """Places left; none when it was narrowed afterwards."""
        return max(0, self.capacity - self.booked)

    @property
    def key(self) -> str:
        """The window in addresses and forms."""
        return f"{localtime(self.window.begins_at):%Y%m%d%H%M}"


def areas_for(region: Unit) -> list[Area]:
    """Areas whose technicians visit customers of a region."""
    return [
        area
        for area in Area.objects.filter(is_active=True).select_related("unit", "hours")
        if region.path.startswith(area.unit.path)
    ]


def areas(viewer: Staff) -> list[Area]:
    """Areas of the regions the viewer works for."""
    reach = [unit.region or unit for unit in viewer.units_for(Right.BOOK_VISITS)]
    return [
        area
        for area in Area.objects.filter(is_active=True).select_related("unit", "hours")
        if any(area.unit.path.startswith(unit.path) or unit.path.startswith(area.unit.path) for unit in reach)
    ]


def words_of(area: Area) -> list[CapacityWord]:
    """What is said of the area's capacity."""
    return [CapacityWord(row.capacity, row.day, row.begins) for row in area.capacities.all()]


def windows_on(area: Area, day: date) -> list[Window]:
    """The area's windows of a day, by its working hours."""
    return rules.windows_of(day, calendars.working_hours(area.hours).spans_on(day), area.window_minutes)


def booked_in(area: Area, since: datetime, until: datetime) -> Counter[datetime]:
    """How many living appointments each window has; those kept or broken count, the visit was made."""
    held = Appointment.objects.filter(
        slot__area=area, slot__begins_at__gte=since, slot__begins_at__lt=until, status__in=(BOOKED, "kept", "broken")
    )
    rows = held.values_list("slot__begins_at").annotate(many=Count("pk"))
    return Counter(dict(rows))


def offered_on(area: Area, days: Iterable[date]) -> dict[date, list[Offered]]:
    """Every window of these days with its capacity and what is booked."""
    days = list(days)
    if not days:
        return {}
    found = {day: windows_on(area, day) for day in days}
    edges = [window.begins_at for windows in found.values() for window in windows]
    booked = booked_in(area, min(edges), max(edges) + timedelta(minutes=1)) if edges else Counter()
    words = words_of(area)
    return {
        day: [
            Offered(window, rules.capacity_of(window, words, area.capacity), booked[window.begins_at])
            for window in windows
        ]
        for day, windows in found.items()
    }


def bookable(area: Area, at: datetime) -> dict[date, list[Offered]]:
    """Windows with room that lie far enough ahead, by day; days without any are left out."""
    today = localdate(at)
    earliest = at + timedelta(minutes=area.notice_minutes)
    offered = offered_on(area, (today + timedelta(days=ahead) for ahead in range(area.days_ahead + 1)))
    free = {day: [one for one in row if one.free and one.window.begins_at >= earliest] for day, row in offered.items()}
    return {day: row for day, row in free.items() if row}


def window_at(area: Area, begins_at: datetime) -> Window | None:
    """The area's window that begins at this moment."""
    return next((one for one in windows_on(area, localdate(begins_at)) if one.begins_at == begins_at), None)


def appointments(viewer: Staff) -> QuerySet[Appointment]:
    """Appointments of the tickets the viewer may see."""
    return Appointment.objects.filter(ticket__in=tickets.tickets(viewer).values("pk"))


def public_id_of(appointment_id: int) -> str | None:
    """The public id of an appointment; for parts of the programme, without a viewer."""
    return Appointment.objects.filter(pk=appointment_id).values_list("public_id", flat=True).first()


def of_ticket(ticket_id: int) -> list[Appointment]:
    """All appointments of a ticket, the newest first."""
    rows = Appointment.objects.filter(ticket=ticket_id).select_related("slot__area", "booked_by")
    return list(rows.order_by("-pk"))


def booked_from(at: datetime) -> QuerySet[Appointment]:
    """Appointments whose windows begin then or later; for a part of the programme."""
    return Appointment.objects.filter(status=BOOKED, slot__begins_at__gte=at)


def booked_for(ticket_id: int) -> Appointment | None:
    """The ticket's appointment ahead or under way."""
    return Appointment.objects.filter(ticket=ticket_id, status=BOOKED).select_related("slot__area").first()


def appointment_to_change(public_id: str) -> Appointment:
    """A booked appointment, locked after its ticket; NotFound when it is over."""
    row = Appointment.objects.filter(public_id=public_id).first()
    if row is not None:
        tickets.locked_ticket(row.ticket_id)
        rows = Appointment.objects.select_related("slot__area", "ticket")
        row = locked_first(rows.filter(pk=row.pk, status=BOOKED))
    if row is None:
        raise NotFound(_("This appointment is over already. Look at the ticket again."))
    return row


def on_day(area: Area, day: date, viewer: Staff) -> QuerySet[Appointment]:
    """Appointments of an area on a day whose tickets the viewer may see."""
    windows = windows_on(area, day)
    since = windows[0].begins_at if windows else datetime.combine(day, datetime.min.time(), rules.SHANGHAI)
    reach = tickets.tickets(viewer).values("pk")
    rows = Appointment.objects.filter(
        slot__area=area, slot__begins_at__gte=since.replace(hour=0, minute=0), ticket__in=reach
    ).filter(slot__begins_at__lt=since.replace(hour=0, minute=0) + timedelta(days=1))
    rows = rows.exclude(status__in=("moved", "cancelled"))
    return rows.select_related("slot", "ticket__category").order_by("slot__begins_at", "place")


@dataclass(frozen=True)
class Kept:
    """How many appointments of some days were kept, of how many that were due."""

    kept: int
    broken: int

    @property
    def all(self) -> int:
        """Those that were due."""
        return self.kept + self.broken


def kept_since(area: Area, since: datetime) -> Kept:
    """Kept and broken appointments since a moment."""
    found = Appointment.objects.filter(slot__area=area, slot__begins_at__gte=since).aggregate(
        kept=Count("pk", filter=Q(status="kept")), broken=Count("pk", filter=Q(status="broken"))
    )
    return Kept(**found)
