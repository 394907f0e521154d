"""Listing hotspots, following them; telling of hazards; charging departments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.queries import holders_of
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import notify
from wanhao.service.clocks import queries as clocks
from wanhao.service.clocks.models import Target, Whom
from wanhao.service.clocks.policies import Promise, write_policies
from wanhao.service.coverage import events, queries
from wanhao.service.coverage.models import HazardAlarm, Hotspot, SignalCharge
from wanhao.service.dispatch import queries as dispatch
from wanhao.service.tickets import queries as tickets

COVERAGE = Actor.system("coverage")
HAZARD_MINUTES = {Target.FIRST_RESPONSE: 10, Target.RESOLUTION: 120}


@dataclass(frozen=True)
class Spot:
    """A place to be built up."""

    name: str
    lon: Decimal
    lat: Decimal
    radius_m: int
    planned_on: date
    complaints: int = 0


@transaction.atomic
def list_hotspot(spot: Spot, *, by: Staff) -> Hotspot:
    """List a place for construction with its date."""
    _check_right(by)
    if not spot.name.strip() or spot.planned_on < localdate():
        raise Invalid(planned_on=_("Give a name and a day ahead."))
    made = Hotspot.objects.create(
        name=spot.name.strip(),
        lon=spot.lon,
        lat=spot.lat,
        radius_m=spot.radius_m,
        planned_on=spot.planned_on,
        listed_by=by,
        listed_at=now(),
        region=queries.region_of(by),
    )
    listed = events.HotspotListed(hotspot_id=made.pk, planned_on=made.planned_on, complaints=spot.complaints)
    record(listed, actor=by, unit=made.region_id)
    return made


def _check_right(by: Staff) -> None:
    if not by.may(Right.KEEP_HOTSPOTS):
        raise Forbidden(_("You may look at hotspots, but not list or change them."))


@transaction.atomic
def follow_hotspot(public_id: str, *, state: str, planned_on: date, note: str, by: Staff) -> Hotspot:
    """How far the construction is, by when it shall be done."""
    _check_right(by)
    found = queries.hotspot(public_id, by)
    spot = Hotspot.objects.select_for_update().get(pk=found.pk)
    if state not in Hotspot.State.values:
        raise Invalid(state=_("Choose how far it is."))
    spot.state, spot.planned_on, spot.note = state, planned_on, note.strip()[:2000]
    spot.done_on = (spot.done_on or localdate()) if state == Hotspot.State.DONE else None
    spot.save()
    changed = events.HotspotChanged(hotspot_id=spot.pk, planned_on=planned_on, state=state)
    record(changed, actor=by, unit=spot.region_id)
    return spot


@transaction.atomic
def tell_of_hazard(ticket_id: int) -> int:
    """Tell the owner and all who lead the floor, once; how many."""
    ticket = tickets.locked_ticket(ticket_id)
    alarm, is_new = HazardAlarm.objects.get_or_create(ticket=ticket)
    if not is_new:
        return 0
    people = {one.pk: one for one in [ticket.owner, *holders_of(Right.STEER_FLOOR, ticket.unit)]}
    for person in people.values():
        zh = f"隐患告警：工单 {ticket.number}，请立即处置"
        en = f"Hazard: ticket {ticket.number} must be dealt with at once"
        notify(person, zh, en, level="alarm", link=f"/tickets/{ticket.number}/")
    alarm.told = len(people)
    alarm.save(update_fields=["told"])
    record(events.HazardTold(ticket_id=ticket.pk, told=alarm.told), actor=COVERAGE, unit=ticket.unit_id)
    return alarm.told


@transaction.atomic
def charge_or_lift(ticket_id: int) -> SignalCharge | None:
    """A signal complaint reported done: charged while contact or report is missing, lifted once both are there."""
    ticket = tickets.locked_ticket(ticket_id)
    missing = queries.missing_proofs(ticket.pk)
    charge = SignalCharge.objects.select_for_update().filter(ticket=ticket).first()
    if charge is None and missing:
        orders = dispatch.orders_of_ticket(ticket.pk)
        department = orders[-1].department if orders else ticket.unit
        charge = SignalCharge.objects.create(
            ticket=ticket, department=department, missing=list(missing), charged_at=now()
        )
        _record(events.SignalComplaintCharged, charge)
    elif charge is not None and not missing and charge.lifted_at is None:
        charge.lifted_at = now()
        charge.save(update_fields=["lifted_at"])
        _record(events.SignalChargeLifted, charge)
    return charge


def _record(event: type[events.SignalComplaintCharged], charge: SignalCharge) -> None:
    about = event(ticket_id=charge.ticket_id, department_id=charge.department_id, missing=tuple(charge.missing))
    record(about, actor=COVERAGE, unit=charge.department_id)


@transaction.atomic
def promise_for_hazards(category_code: str) -> int:
    """Hazards have limits of their own, unless somebody has set some for this category; how many were written."""
    if clocks.is_category_promised(category_code):
        return 0
    wanted = HAZARD_MINUTES.items()
    return write_policies([_hazard_promise(target, minutes, category_code) for target, minutes in wanted])


def _hazard_promise(target: Target, minutes: int, category_code: str) -> Promise:
    told = "内响应" if target == Target.FIRST_RESPONSE else "内消除"
    return Promise(
        f"hazard-{target.replace('_', '-')}-{category_code}"[:40],
        target,
        minutes,
        (f"隐患 {minutes} 分钟{told}", f"Hazard: {minutes} min"),
        category=category_code,
        position=1,
        warn_percents=(50,),
        escalations=((0, Whom.DUTY_LEADER), (30, Whom.EXECUTIVE)),
    )
