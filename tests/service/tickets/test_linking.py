"""Links make no circle, merges can be undone, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.factories.accounts import make_staff, make_unit
from tests.factories.appointments import at, make_area, tomorrow
from tests.factories.dispatch import make_order
from tests.factories.tickets import make_ticket
from wanhao.common.errors import Conflict, Invalid, NotAllowed
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.appointments import actions as appointments
from wanhao.service.appointments.models import Appointment
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import actions, linking, queries, watching
from wanhao.service.tickets.models import Link, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are read in English."""
    with translation.override("en"):
        yield


def test_no_circle_of_any_length_or_kind() -> None:
    staff = make_staff()
    one, two, three = (make_ticket(staff) for _ in range(3))
    linking.link_tickets(one.pk, "parent", two.number, version=1, by=staff)
    linking.link_tickets(two.pk, "caused_by", three.number, version=1, by=staff)
    with pytest.raises(NotAllowed, match="circle"):
        linking.link_tickets(three.pk, "duplicate", one.number, version=1, by=staff)
    with pytest.raises(NotAllowed, match="circle"):
        linking.link_tickets(one.pk, "duplicate", one.number, version=2, by=staff)
    with pytest.raises(NotAllowed, match="part of another"):
        linking.link_tickets(one.pk, "parent", three.number, version=2, by=staff)
    with pytest.raises(NotAllowed, match="already"):
        linking.link_tickets(two.pk, "caused_by", three.number, version=2, by=staff)


def test_the_database_itself_refuses_a_circle() -> None:
    staff = make_staff()
    one, two = make_ticket(staff), make_ticket(staff)
    Link.objects.create(kind="parent", source=one, target=two)
    with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
        Link.objects.create(kind="caused_by", source=two, target=one)
    with pytest.raises(IntegrityError, match="says_into_which"), transaction.atomic():
        Ticket.objects.filter(pk=one.pk).update(status="merged")


def test_a_link_is_taken_away_and_told() -> None:
    staff = make_staff()
    one, two = make_ticket(staff), make_ticket(staff)
    link = linking.link_tickets(one.pk, "caused_by", two.number, version=1, by=staff)
    assert queries.links_of(two.pk) == [link]
    with pytest.raises(Conflict):
        linking.remove_link(one.pk, link.pk, version=1, by=staff)
    linking.remove_link(one.pk, link.pk, version=2, by=staff)
    assert queries.links_of(one.pk) == []
    told = StoredEvent.objects.filter(subject=f"ticket:{one.pk}").order_by("id").values_list("name", flat=True)
    assert list(told)[-2:] == ["tickets.TicketLinked", "tickets.TicketUnlinked"]


def test_a_merge_and_its_undoing() -> None:
    staff, fan = make_staff(), make_staff()
    source, target = make_ticket(staff), make_ticket(make_staff(unit=staff.unit))
    actions.begin_ticket(source.pk, version=1, by=staff)
    watching.watch_ticket(source.pk, staff=fan, by=staff)
    merged = linking.merge_ticket(source.pk, target.number, version=2, by=staff)
    assert (merged.status, merged.merged_into_id) == ("merged", target.pk)
    assert {watcher.staff for watcher in queries.watchers_of(target.pk)} == {staff, fan}
    assert Notice.objects.filter(staff=fan, text_en__contains="was merged").count() == 1
    with pytest.raises(NotAllowed):
        actions.close_ticket(source.pk, version=3, reason="x", by=staff)
    with pytest.raises(NotAllowed, match="undo the merge"):
        linking.remove_link(source.pk, queries.links_of(source.pk)[0].pk, version=3, by=staff)
    again = linking.undo_merge(source.pk, version=3, by=staff)
    assert (again.status, again.merged_into_id, again.status_reason.code) == ("in_progress", None, "accepted")
    assert queries.watchers_of(target.pk) == []
    assert queries.links_of(source.pk) == []
    with pytest.raises(NotAllowed):
        linking.undo_merge(source.pk, version=4, by=staff)


def test_work_orders_and_the_appointment_go_along_and_come_back() -> None:
    staff = make_staff()
    source, target = make_ticket(staff), make_ticket(staff)
    order = make_order(source)
    booked = appointments.book(source.pk, make_area(staff.unit.region or staff.unit).pk, at(tomorrow(), 9), by=staff)
    source.refresh_from_db()
    merged = linking.merge_ticket(source.pk, target.number, version=source.version, by=staff)
    assert WorkOrder.objects.get().ticket_id == Appointment.objects.get().ticket_id == target.pk
    with pytest.raises(NotAllowed, match="still open"):  # the work asked for holds back the other ticket now
        actions.close_ticket(target.pk, version=Ticket.objects.get(pk=target.pk).version, reason="x", by=staff)
    sent_since = make_order(target)
    linking.undo_merge(source.pk, version=merged.version, by=staff)
    booked.refresh_from_db()
    tickets_of = dict(WorkOrder.objects.values_list("pk", "ticket"))
    assert tickets_of == {order.pk: source.pk, sent_since.pk: target.pk}
    assert booked.ticket_id == source.pk
    assert StoredEvent.objects.filter(name="dispatch.WorkOrderCarried").count() == 2


def test_what_cannot_be_merged() -> None:
    staff = make_staff()
    one, two, foreign = make_ticket(staff), make_ticket(staff), make_ticket(make_staff(unit=make_unit()))
    with pytest.raises(Invalid):
        linking.merge_ticket(one.pk, foreign.number, version=1, by=staff)
    with pytest.raises(Invalid):
        linking.merge_ticket(one.pk, one.number, version=1, by=staff)
    actions.close_ticket(two.pk, version=1, reason="x", by=staff)
    with pytest.raises(NotAllowed, match="finished"):
        linking.merge_ticket(one.pk, two.number, version=1, by=staff)
    linked = make_ticket(staff)
    linking.link_tickets(linked.pk, "parent", one.number, version=1, by=staff)
    with pytest.raises(NotAllowed, match="circle"):  # a parent does not go into its own child
        linking.merge_ticket(one.pk, linked.number, version=1, by=staff)
