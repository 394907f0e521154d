"""Pages of complaints: what they show, and what is refused keeps what was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.complaints import call_queue, make_compensation, make_complaint, reach_customer, solve
from wanhao.common.errors import Conflict, Forbidden, NotAllowed
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.complaints import closing, compensating
from wanhao.service.complaints.models import Compensation, Complaint
from wanhao.service.complaints.usual import set_the_usual

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Unit:
    set_the_usual()
    unit = make_unit(Unit.Kind.CENTRE)
    call_queue(unit)
    return unit


def post(centre: Unit, role: Role) -> Staff:
    return make_staff(role, unit=centre)


# -- compensation -----------------------------------------------------------------------------------------


def test_one_approves_within_their_limit_and_nobody_their_own(centre: Unit) -> None:
    leader = post(centre, Role.TEAM_LEADER)
    row = make_compensation(centre, 150)
    assert compensating.approve(row.public_id, by=leader).status == "approved"
    with pytest.raises(Conflict):
        compensating.approve(row.public_id, by=post(centre, Role.DUTY_LEADER))
    own = compensating.propose(row.complaint.ticket_id, amount=Decimal(50), form="gift", reason="致歉", by=leader)
    with pytest.raises(Forbidden):
        compensating.approve(own.public_id, by=leader)
    with pytest.raises(NotAllowed):
        compensating.approve(make_compensation(centre, 250).public_id, by=leader)


def test_above_a_limit_it_takes_two_different_people(centre: Unit) -> None:
    leader, head = post(centre, Role.TEAM_LEADER), post(centre, Role.EXECUTIVE)
    row = make_compensation(centre, 5000)
    assert compensating.approve(row.public_id, by=leader).status == "proposed"
    with pytest.raises(NotAllowed):
        compensating.approve(row.public_id, by=leader)
    with pytest.raises(NotAllowed):
        compensating.approve(row.public_id, by=post(centre, Role.DUTY_LEADER))  # it is beyond 2000
    assert compensating.approve(row.public_id, by=head).status == "approved"


@pytest.mark.parametrize("change", ["one for two", "proposer", "the same twice"])
def test_the_database_itself_wants_four_eyes(centre: Unit, change: str) -> None:
    row, at = make_compensation(centre, 5000), now()
    leader = post(centre, Role.TEAM_LEADER)
    first = {"first_approver": leader, "first_approved_at": at}
    approved = {"status": "approved", "decided_at": at}
    wrong = {
        "one for two": first | approved,
        "proposer": {"first_approver": row.proposed_by, "first_approved_at": at},
        "the same twice": first | {"second_approver": leader, "second_approved_at": at},
    }[change]
    with pytest.raises(IntegrityError), transaction.atomic():
        Compensation.objects.filter(pk=row.pk).update(**wrong)


def test_the_inbox_shows_what_waits_and_takes_the_decision(client: Client, centre: Unit) -> None:
    row = make_compensation(centre, 150)
    client.force_login(post(centre, Role.TEAM_LEADER))
    assert row.complaint.ticket.number in client.get("/complaints/approvals/").content.decode()
    assert client.post(f"/complaints/compensations/{row.public_id}/refusal/", {"reason": ""}).status_code == 422
    client.post(f"/complaints/compensations/{row.public_id}/refusal/", {"reason": "证据不足"})
    row.refresh_from_db()
    assert (row.status, row.refused_because) == ("refused", "证据不足")


# -- pages ------------------------------------------------------------------------------------------------


def test_the_ticket_shows_its_complaint_and_raising_keeps_what_was_typed(client: Client, centre: Unit) -> None:
    seat = make_staff(unit=centre)
    ticket = make_complaint(seat, severity="major")
    client.force_login(seat)
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert 'id="ladder"' in page
    assert "crisis-step" in page
    other = make_complaint(seat)
    refused = client.post(f"/complaints/{other.number}/level/", {"level": "2", "reason": ""})
    assert refused.status_code == 422
    sent = client.post(f"/complaints/{other.number}/level/", {"level": "2", "reason": "客户要求复核"})
    assert sent.status_code == 302
    assert Complaint.objects.get(ticket=other).level == 2


def test_the_list_the_work_list_and_the_charges(client: Client, centre: Unit) -> None:
    seat = make_staff(unit=centre)
    asked, wrong = make_complaint(seat), make_complaint(seat)
    row = solve(wrong)
    closing.give_answer(reach_customer(row, seat), row.public_id, "not_solved", note="没有", by=seat)
    waits = solve(asked)
    client.force_login(post(centre, Role.TEAM_LEADER))
    listed = client.get("/complaints/?level=2").content.decode()
    assert wrong.number in listed
    assert asked.number not in listed
    assert waits.ticket.number in client.get("/complaints/closing-calls/").content.decode()
    assert wrong.number in client.get("/complaints/false-closures/").content.decode()
