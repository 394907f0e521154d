"""The ladder, the crisis checklist, repeats, mediation: the state after, the event, the refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.complaints import make_complaint, make_customer, solve
from tests.factories.tickets import make_category, make_ticket
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files.models import StoredFile
from wanhao.foundation.notices.models import Notice
from wanhao.service.clocks.firing import fire
from wanhao.service.clocks.models import Clock
from wanhao.service.complaints import actions, queries, reactions
from wanhao.service.complaints.actions import MediationDetails
from wanhao.service.complaints.models import Complaint, LevelOwner
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.tickets import actions as ticket_actions
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Unit:
    set_the_usual()
    return make_unit(Unit.Kind.CENTRE)


def complaint(ticket: Ticket) -> Complaint:
    found = queries.complaint_of(ticket.pk)
    assert found is not None
    return found


def running(ticket: Ticket) -> list[str]:
    levels = Clock.objects.filter(subject=f"ticket:{ticket.pk}", stopped_at=None, target__endswith="_level")
    return list(levels.values_list("target", flat=True))


def test_a_complaint_begins_at_the_front_desk_with_its_limit(centre: Unit) -> None:
    seat = make_staff(unit=centre)
    ticket = make_complaint(seat)
    assert (complaint(ticket).level, complaint(ticket).level_owner) == (1, seat)
    assert running(ticket) == ["front_desk_level"]
    assert actions.begin_complaint(ticket.pk) == complaint(ticket)  # said twice
    assert complaint(ticket).level_changes.count() == 1
    assert actions.begin_complaint(make_ticket(seat).pk) is None


def test_raised_by_hand_with_reason_it_has_the_next_owner_and_limit(centre: Unit) -> None:
    seat, back_office = make_staff(unit=centre), make_staff(Role.BACK_OFFICE, unit=centre)
    ticket = make_complaint(seat)
    with pytest.raises(Invalid):
        actions.raise_level(ticket.pk, level=2, reason=" ", by=seat)
    actions.raise_level(ticket.pk, level=2, reason="客户不接受处理结果", by=seat)
    assert (complaint(ticket).level, complaint(ticket).level_owner) == (2, back_office)
    assert running(ticket) == ["review_level"]
    assert Notice.objects.filter(staff=back_office, text_zh__contains=ticket.number).exists()
    with pytest.raises(Invalid):
        actions.raise_level(ticket.pk, level=1, reason="退回", by=seat)
    stranger = make_staff(unit=make_unit(Unit.Kind.CENTRE))
    with pytest.raises(NotFound):
        actions.raise_level(ticket.pk, level=3, reason="越权", by=stranger)


def test_the_owner_closest_to_the_unit_answers_for_a_level(centre: Unit) -> None:
    far, near = make_staff(Role.BACK_OFFICE), make_staff(Role.BACK_OFFICE)
    LevelOwner.objects.create(level=2, owner=far)
    LevelOwner.objects.create(level=2, unit=centre, owner=near)
    ticket = make_complaint(make_staff(unit=centre))
    actions.raise_level(ticket.pk, level=2, reason="复核", by=ticket.owner)
    assert complaint(ticket).level_owner == near
    actions.raise_level(ticket.pk, level=3, reason="由责任人升级", by=near)  # who answers for it may, from any unit
    assert complaint(ticket).level == 3


def test_the_clock_of_a_level_raises_it_when_it_breaks(centre: Unit) -> None:
    ticket = make_complaint(make_staff(unit=centre))
    begun = now() - timedelta(hours=8, minutes=1)
    Clock.objects.filter(target="front_desk_level").update(started_at=begun, counted_at=begun, next_at=now())
    fire()
    for event in StoredEvent.objects.filter(name="clocks.PromiseBroken", subject=f"ticket:{ticket.pk}"):
        reactions.raise_after_its_limit(event)
        reactions.raise_after_its_limit(event)  # a job that runs twice
    assert complaint(ticket).level == 2
    assert complaint(ticket).level_changes.last().why == "clock"  # type: ignore[union-attr]
    assert running(ticket) == ["review_level"]
    broken = Clock.objects.get(subject=f"ticket:{ticket.pk}", target="front_desk_level")
    assert broken.outcome == "broken"


def test_a_major_complaint_is_with_management_at_once_with_its_checklist(centre: Unit) -> None:
    head = make_staff(Role.EXECUTIVE, unit=centre)
    ticket = make_complaint(make_staff(unit=centre), severity="major")
    assert (complaint(ticket).level, complaint(ticket).level_owner) == (3, head)
    assert complaint(ticket).crisis_tasks.count() == 8
    task = actions.do_crisis_step(ticket.pk, "name-lead", note="由值班长负责", by=head)
    assert (task.done_by, task.done_at is not None) == (head, True)
    assert StoredEvent.objects.get(name="complaints.CrisisStepDone").data["is_in_time"] is True
    with pytest.raises(NotAllowed):
        actions.do_crisis_step(ticket.pk, "name-lead", by=head)


def test_one_that_becomes_major_goes_up(centre: Unit) -> None:
    ticket = make_complaint(make_staff(unit=centre))
    Ticket.objects.filter(pk=ticket.pk).update(severity="major")
    actions.begin_complaint(ticket.pk)
    assert (complaint(ticket).level, complaint(ticket).crisis_tasks.count()) == (3, 8)


def test_a_repeat_is_found_when_opened_and_joined_to_the_first(centre: Unit) -> None:
    seat, customer, category = make_staff(unit=centre), make_customer(), make_category()
    first = make_complaint(seat, customer=customer, category=category)
    second = make_complaint(seat, customer=customer, category=category)
    third = make_complaint(seat, customer=customer, category=category)
    other = make_complaint(seat, customer=customer)  # another category
    assert complaint(second).repeat_of == complaint(first) == complaint(third).repeat_of
    assert [one.ticket_id for one in queries.repeats_of(complaint(second))] == [first.pk, third.pk]
    assert complaint(other).repeat_of is None
    actions.join_repeat(other.pk, second.number, by=seat)
    assert complaint(other).repeat_of == complaint(first)
    actions.part_repeat(other.pk, by=seat)
    assert complaint(other).repeat_of is None
    with pytest.raises(Invalid):
        actions.join_repeat(make_complaint(seat).pk, first.number, by=seat)  # another customer


def test_after_the_days_of_the_policy_it_is_no_repeat(centre: Unit) -> None:
    seat, customer, category = make_staff(unit=centre), make_customer(), make_category()
    first = make_complaint(seat, customer=customer, category=category)
    Ticket.objects.filter(pk=first.pk).update(opened_at=now() - timedelta(days=31))
    assert complaint(make_complaint(seat, customer=customer, category=category)).repeat_of is None


def pdf(name: str = "调解书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def test_mediation_is_recorded_with_its_files_and_ends_once(centre: Unit) -> None:
    seat = make_staff(unit=centre)
    ticket = make_complaint(seat)
    details = MediationDetails("消费者协会", now(), text="双方到场")
    row = actions.record_mediation(ticket.pk, details, uploads=[pdf()], by=seat)
    assert StoredFile.objects.get(public_id=row.files[0]).subject == f"ticket:{ticket.pk}"
    actions.end_mediation(row.public_id, result="agreed", text="补偿一个月月租", by=seat)
    row.refresh_from_db()
    assert (row.result, row.text) == ("agreed", "双方到场\n补偿一个月月租")
    with pytest.raises(NotAllowed):
        actions.end_mediation(row.public_id, result="not_agreed", text="", by=seat)


def test_solved_stops_the_limit_and_taken_up_again_it_counts_anew(centre: Unit) -> None:
    ticket = make_complaint(make_staff(unit=centre))
    solve(ticket)
    actions.stop_level(ticket.pk, by=actions.COMPLAINTS)
    assert running(ticket) == []
    ticket.refresh_from_db()
    ticket_actions.reopen_ticket(ticket.pk, version=ticket.version, reason="未修复", by=ticket.owner)
    actions.go_on_with_level(ticket.pk, by=actions.COMPLAINTS)
    actions.go_on_with_level(ticket.pk, by=actions.COMPLAINTS)  # a job that runs twice
    assert running(ticket) == ["front_desk_level"]


def test_events_of_a_ticket_lead_to_them(centre: Unit) -> None:
    """The reactions themselves: opened begins, resolved asks, reopened withdraws."""
    seat: Staff = make_staff(unit=centre)
    ticket = make_ticket(seat, kind="complaint")
    opened = StoredEvent.objects.get(name="tickets.TicketOpened")
    reactions.put_on_a_level(opened)
    ticket_actions.resolve_ticket(ticket.pk, version=1, solution="好了", by=seat)
    reactions.ask_the_customer(StoredEvent.objects.get(name="tickets.TicketResolved"))
    row = ticket.closings.get()
    assert (row.claimed_by, row.number, running(ticket)) == (seat, "", [])
    ticket_actions.reopen_ticket(ticket.pk, version=2, reason="又断了", by=seat)
    reactions.ask_no_more(StoredEvent.objects.get(name="tickets.TicketReopened"))
    row.refresh_from_db()
    assert (row.result, running(ticket)) == ("withdrawn", ["front_desk_level"])
