"""Clusters and the map, charges for signal complaints, hazards told at once, hotspots followed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate, now

from tests.factories.accounts import make_staff, signed_in
from tests.factories.coverage import make_field_category, make_hotspot
from tests.factories.dispatch import make_department, make_order, make_worker
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_job, picture, result, told
from wanhao.common.errors import Forbidden
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.clocks.models import Clock, Policy, Target
from wanhao.service.coverage import actions, queries, reactions, rules
from wanhao.service.coverage.models import SignalCharge
from wanhao.service.coverage.rules import Point
from wanhao.service.dispatch import actions as dispatch
from wanhao.service.dispatch import charges
from wanhao.service.tickets.models import Ticket
from wanhao.service.visits import actions as visits
from wanhao.service.visits.models import JobType


def test_distance_and_clusters() -> None:
    near = [Point(number, 113.0 + number * 0.001, 23.0) for number in range(4)]  # 102 m apart
    far = [Point(9, 113.2, 23.0), Point(10, 113.201, 23.0)]  # only two
    assert round(rules.metres_between(near[0], near[1])) == 102
    (found,) = rules.clusters([*near, *far], radius_m=150, at_least=3)
    assert (found.keys, found.radius_m) == ((0, 1, 2, 3), 154)
    assert rules.clusters(near, radius_m=50, at_least=3) == []


def test_the_frame_shows_all_with_a_margin_and_a_round_scale() -> None:
    points = [Point(1, 113.0, 23.0), Point(2, 113.1, 23.05)]
    frame = rules.frame_around(points, width=800, height=400)
    for point in points:
        x, y = frame.at(point.lon, point.lat)
        assert 0 < x < 800
        assert 0 < y < 400
    assert frame.at(113.0, 23.0)[1] > frame.at(113.0, 23.05)[1]  # north is up
    assert frame.scale_metres in (1000, 2000)


def happened(name: str, ticket: Ticket) -> StoredEvent:
    """The last event of this name, as the worker hands it over."""
    return StoredEvent.objects.filter(name=name, data__ticket_id=ticket.pk).latest("pk")


@pytest.mark.django_db
def test_a_hazard_is_told_once_and_has_limits_of_its_own() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    category = make_field_category("hazard")
    Policy.objects.filter(category=category.code).delete()  # what the factory promised for it
    assert actions.promise_for_hazards(category.code) == 2
    assert actions.promise_for_hazards(category.code) == 0
    ticket = make_ticket(make_staff(unit=leader.unit), category=category, text="人行道井盖缺失")
    for _twice in range(2):
        reactions.tell_of_hazards(happened("tickets.TicketOpened", ticket))
    assert Notice.objects.filter(staff=leader, level="alarm", link=f"/tickets/{ticket.number}/").count() == 1
    clock = Clock.objects.get(subject=f"ticket:{ticket.pk}", target=Target.RESOLUTION)
    assert clock.target_seconds == 120 * 60
    assert Policy.objects.filter(category=category.code).count() == 2
    assert ticket.number in signed_in(leader).get("/coverage/hazards/").text


@pytest.mark.django_db
def test_a_signal_complaint_without_contact_and_site_test_is_charged_until_made_good() -> None:
    agent = make_staff()
    order = make_job(agent=agent, service="mobile")
    ticket, technician = order.ticket, order.assignee
    assert technician
    ticket.category = make_field_category("signal")
    ticket.save()
    JobType.objects.filter(code="signal").update(position=1)
    other = make_worker(make_department(agent.unit.region))
    bad = make_order(ticket, department=other.unit, by=agent, assignee=other)
    dispatch.accept_work_order(bad.pk, by=other)
    dispatch.finish_work_order(bad.pk, result="已电话解释", by=other)
    reactions.check_signal_complaints(happened("dispatch.WorkOrderFinished", ticket))
    charge = SignalCharge.objects.get()
    assert (charge.department, charge.missing, charge.lifted_at) == (other.unit, ["contact", "report"], None)
    day = timedelta(days=1)
    assert charges.counted(now() - day, now() + day)[other.unit_id] == 1
    values = {"customer-contacted": "yes", "rsrp": "-98", "sinr": "12", "place": "3 号楼"}
    visits.send_result(order.number, result(values=values, report=picture("report.png")), told(), by=technician)
    reactions.check_signal_complaints(happened("dispatch.WorkOrderFinished", ticket))
    charge.refresh_from_db()
    assert charge.lifted_at is not None
    assert charges.counted(now() - day, now() + day)[other.unit_id] == 0


@pytest.mark.django_db
def test_the_map_finds_a_hotspot_that_is_listed_and_followed() -> None:
    keeper = make_staff(Role.BACK_OFFICE)
    category = make_field_category("signal")
    for number in range(4):
        ticket = make_ticket(make_staff(unit=keeper.unit), category=category)
        ticket.place_lon, ticket.place_lat = Decimal("113.1") + number * Decimal("0.001"), Decimal("23.1")
        ticket.save()
    browser = signed_in(keeper)
    page = browser.get("/coverage/")
    assert page.text.count("map-point") == 4
    (cluster,) = queries.clusters_of(queries.points_of(queries.signal_tickets(keeper, 90)))
    typed = {"name": "西门小区", "planned_on": "2099-01-01", "lon": cluster.lon, "lat": cluster.lat}
    typed |= {"radius_m": cluster.radius_m, "complaints": 4}
    address = browser.post("/coverage/hotspots/", typed).headers["Location"]
    browser.post(address, {"state": "done", "planned_on": "2099-01-01", "note": "已开通"})
    (spot,) = queries.hotspots(keeper)
    assert (spot.state, spot.done_on) == ("done", localdate())
    assert sum(week.complaints for week in queries.weeks_of(spot, keeper)) == 4
    assert "已开通" in browser.get(address).text


@pytest.mark.django_db
def test_only_who_keeps_hotspots_lists_them() -> None:
    with pytest.raises(Forbidden):
        make_hotspot(make_staff(Role.EXECUTIVE))
