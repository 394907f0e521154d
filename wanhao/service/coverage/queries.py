"""Reading coverage: signal complaints with their points, hotspots and their effect, hazards, charges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.service.coverage import rules
from wanhao.service.coverage.models import FieldCategory, Hotspot, SignalCharge
from wanhao.service.coverage.rules import Cluster, Point
from wanhao.service.tickets import queries as tickets
from wanhao.service.tickets.figures import tickets_opened
from wanhao.service.tickets.models import Ticket
from wanhao.service.visits import queries as visits

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit

RADIUS_M, AT_LEAST = 500, 3
Meaning = FieldCategory.Meaning


def category_ids(meaning: str) -> list[int]:
    """Categories of this meaning with all below them."""
    codes = FieldCategory.objects.filter(meaning=meaning).values_list("category__code", flat=True)
    return sorted({pk for code in codes for pk in tickets.with_below(code)})


def is_of(ticket: Ticket, meaning: str) -> bool:
    """Is the ticket a signal complaint, a hazard?"""
    return ticket.category_id in category_ids(meaning)


def since_day(day: date) -> datetime:
    """The first moment of a day."""
    return make_aware(datetime.combine(day, time(0)))


def region_of(viewer: Staff) -> Unit:
    """The region this person works for."""
    return viewer.unit.region or viewer.unit


def signal_tickets(viewer: Staff, days: int) -> QuerySet[Ticket]:
    """Signal complaints of the last days within reach of the region."""
    region = region_of(viewer)
    rows = tickets_opened(since_day(localdate() - timedelta(days=days)), now())
    return rows.filter(category__in=category_ids(Meaning.SIGNAL), region__path__startswith=region.path)


def points_of(rows: QuerySet[Ticket]) -> list[Point]:
    """Those of them that have a point, at most 5,000 of the newest."""
    found = rows.filter(place_lon__isnull=False).order_by("-pk").values_list("pk", "place_lon", "place_lat")[:5000]
    return [Point(pk, float(lon), float(lat)) for pk, lon, lat in found if lon is not None and lat is not None]


def clusters_of(points: list[Point]) -> list[Cluster]:
    """Places with many complaints."""
    return rules.clusters(points, radius_m=RADIUS_M, at_least=AT_LEAST)


def hotspots(viewer: Staff) -> QuerySet[Hotspot]:
    """Hotspots of the viewer's region."""
    return Hotspot.objects.filter(region__path__startswith=region_of(viewer).path).select_related("listed_by")


def hotspot(public_id: str, viewer: Staff) -> Hotspot:
    """One hotspot; NotFound beyond reach."""
    found = hotspots(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such hotspot within your reach."))
    return found


@dataclass(frozen=True)
class Week:
    """Complaints at a hotspot in one week."""

    begins: date
    complaints: int
    is_after: bool


def weeks_of(spot: Hotspot, viewer: Staff, weeks: int = 12) -> list[Week]:
    """Complaints within the hotspot week by week, so that the effect of building is seen."""
    today = localdate()
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    middle = Point(0, float(spot.lon), float(spot.lat))
    complaints = signal_tickets(viewer, 7 * weeks)
    near = [
        point.key
        for point in points_of(complaints)
        if rules.metres_between(middle, point) <= spot.radius_m + RADIUS_M / 2
    ]
    opened = [at.date() for at in complaints.filter(pk__in=near).values_list("opened_at", flat=True)]
    found = []
    for number in range(weeks):
        begins = monday + timedelta(days=7 * number)
        count = sum(begins <= day < begins + timedelta(days=7) for day in opened)
        found.append(Week(begins, count, bool(spot.done_on and begins >= spot.done_on)))
    return found


def open_hazards(viewer: Staff) -> list[Ticket]:
    """Hazards that are not removed yet, the first due first."""
    rows = tickets.tickets(viewer).filter(category__in=category_ids(Meaning.HAZARD), status__in=Ticket.UNFINISHED)
    return list(rows.select_related("category", "owner").order_by("due_at", "pk")[:100])


def charges(viewer: Staff, days: int = 90) -> list[SignalCharge]:
    """Charges of the last days within the viewer's reach."""
    region = region_of(viewer)
    rows = SignalCharge.objects.filter(charged_at__gte=since_day(localdate() - timedelta(days=days)))
    rows = rows.filter(
        within_reach(viewer, Right.SEE_VISITS, "department") | Q(ticket__region__path__startswith=region.path)
    )
    return list(rows.select_related("ticket", "department").order_by("-charged_at")[:100])


def charged_departments(viewer: Staff) -> list[tuple[str, int]]:
    """How many open charges each department has, the most first."""
    numbers = [row.pk for row in charges(viewer) if row.lifted_at is None]
    rows = SignalCharge.objects.filter(pk__in=numbers).values_list("department__name_zh").annotate(many=Count("pk"))
    return sorted(rows, key=lambda row: -row[1])


def missing_proofs(ticket_id: int) -> tuple[str, ...]:
    """What proves a signal complaint and is not there: a finished visit with the customer contacted and a report."""
    done = visits.finished_of_ticket(ticket_id)
    contacted = done.filter(readings__item__code="customer-contacted", readings__yes=True).exists()
    return rules.missing_proofs(is_contacted=contacted, has_report=done.filter(report__isnull=False).exists())
