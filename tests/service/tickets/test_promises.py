"""What tickets promise: their clocks after each act, who is told, and one truth about when they are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.clocks import make_pause_reason, make_policy
from tests.factories.contacts import make_answered_contact
from tests.factories.customers import make_party
from tests.factories.tickets import make_category, make_ticket
from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.records.customers import actions as customers
from wanhao.records.customers.actions import CustomerDetails
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks import firing
from wanhao.service.clocks import queries as clock_queries
from wanhao.service.clocks.models import Clock, Target, Whom
from wanhao.service.contacts import actions as contacts
from wanhao.service.tickets import actions, on_time, promise_actions, promises, queries
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.queries import TicketFilter
from wanhao.service.tickets.reactions import promise_by_the_new_tier

pytestmark = pytest.mark.django_db
TEST = Actor.system("test")


@pytest.fixture(autouse=True)
def usual() -> None:
    make_policy(Target.FIRST_RESPONSE, 30, warn_percents=[50])
    make_policy(Target.NEXT_UPDATE, 24 * 60)
    make_policy(Target.RESOLUTION, 60, severity="major", position=1)


def outcomes(ticket: Ticket) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for clock in clock_queries.clocks_of(promises.subject_of(ticket)):
        found.setdefault(clock.target, []).append(clock.outcome or "running")
    return found


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def resolution(ticket: Ticket) -> Clock:
    return Clock.objects.filter(subject=promises.subject_of(ticket), target="resolution").latest("pk")


def agree_with_the_trail(ticket: Ticket) -> bool:
    found = clock_queries.accounts([promises.subject_of(ticket)], now())
    return bool(found) and all(account.agrees for account in found)


def test_a_ticket_begins_with_three_promises_and_is_due_with_its_resolution() -> None:
    ticket = make_ticket()
    assert outcomes(ticket) == {"first_response": ["running"], "next_update": ["running"], "resolution": ["running"]}
    assert fresh(ticket).due_at == resolution(ticket).due_at == ticket.opened_at + timedelta(hours=24)


def test_who_speaks_with_the_customer_has_responded_when_the_ticket_is_opened() -> None:
    contact = make_answered_contact()
    assert contact.agent
    live = make_ticket(contact.agent, contact_id=contact.pk)
    assert outcomes(live) == {"first_response": ["kept"], "next_update": ["running"], "resolution": ["running"]}
    contacts.end_contact(contact.pk, outcome="served", reason="", by=TEST)
    later = make_ticket(contact.agent, contact_id=contact.pk)
    assert outcomes(later)["first_response"] == ["running"]


def test_the_customer_was_told_once_and_again() -> None:
    ticket = make_ticket()
    promises.told(ticket, by=ticket.owner)
    promises.told(ticket, by=ticket.owner)
    assert outcomes(ticket)["first_response"] == ["kept"]
    assert outcomes(ticket)["next_update"] == ["kept", "kept", "running"]


def test_resolving_closing_and_reopening() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    actions.resolve_ticket(ticket.pk, version=1, solution="更换光猫", by=staff)
    assert outcomes(ticket) == {"first_response": ["running"], "next_update": ["running"], "resolution": ["kept"]}
    actions.close_ticket(ticket.pk, version=2, reason="客户已知", by=staff)
    assert outcomes(ticket) == {"first_response": ["cancelled"], "next_update": ["cancelled"], "resolution": ["kept"]}
    before = resolution(ticket)
    actions.reopen_ticket(ticket.pk, version=3, reason="又断了", by=staff)
    assert outcomes(ticket)["resolution"] == ["kept", "running"]
    assert outcomes(ticket)["next_update"] == ["cancelled", "running"]
    before.refresh_from_db()
    assert before.outcome == "kept"
    assert fresh(ticket).due_at == resolution(ticket).due_at
    assert agree_with_the_trail(ticket)


def test_another_severity_is_another_promise_and_back() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    changed = actions.change_ticket(
        ticket.pk, version=1, category_id=ticket.category_id, severity="major", due_at=None, by=staff
    )
    assert changed.due_at == ticket.opened_at + timedelta(hours=1)
    assert fresh(ticket).due_at == resolution(ticket).due_at == changed.due_at
    assert agree_with_the_trail(ticket)


def test_another_category_is_another_promise() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    sooner = make_category(due_hours=3)
    changed = actions.change_ticket(
        ticket.pk, version=1, category_id=sooner.pk, severity="ordinary", due_at=ticket.due_at, by=staff
    )
    assert changed.due_at == ticket.opened_at + timedelta(hours=3)


def test_an_agreed_moment_stays_whatever_the_facts() -> None:
    staff = make_staff()
    agreed = (now() + timedelta(days=3)).replace(second=0, microsecond=0)
    ticket = make_ticket(staff)
    facts = {"category_id": ticket.category_id, "by": staff}
    actions.change_ticket(ticket.pk, version=1, severity="ordinary", due_at=agreed, **facts)
    actions.change_ticket(ticket.pk, version=2, severity="major", due_at=agreed, **facts)
    due = fresh(ticket).due_at
    assert due is not None
    assert abs(due - agreed) <= timedelta(seconds=1)
    assert agree_with_the_trail(ticket)


def test_a_customer_who_becomes_vip_is_promised_more() -> None:
    make_policy(Target.RESOLUTION, 120, tier="vip", position=2)
    party = make_party(tier="standard")
    ticket = make_ticket(customer_id=party.pk)
    customers.change_customer(party.pk, CustomerDetails(name=party.name, tier="vip"), version=party.version, by=TEST)
    promise_by_the_new_tier(StoredEvent.objects.filter(name="customers.CustomerChanged").latest("id"))
    assert fresh(ticket).due_at == ticket.opened_at + timedelta(hours=2)


def test_a_paused_ticket_is_due_at_no_moment_and_again_once_the_pause_ends_by_itself() -> None:
    ticket = make_ticket()
    reason = make_pause_reason(Target.RESOLUTION, Target.NEXT_UPDATE, needs_moment=True)
    at = ticket.opened_at + timedelta(hours=1)
    until = at + timedelta(hours=5)
    clocks.pause(promises.subject_of(ticket), reason, until=until, by=TEST, at=at)
    assert fresh(ticket).due_at is None
    firing.fire(until)
    assert fresh(ticket).due_at == ticket.opened_at + timedelta(hours=29)
    assert agree_with_the_trail(ticket)


def heard(at: datetime) -> list[tuple[str, str]]:
    firing.fire(at)
    found = [(notice.staff.name, notice.level) for notice in Notice.objects.order_by("pk").select_related("staff")]
    Notice.objects.all().delete()
    return sorted(found)


def test_owner_leader_and_management_hear_of_it_one_after_the_other() -> None:
    make_policy(Target.RESOLUTION, 100, kind="complaint", position=0, warn_percents=[80],
                escalations=[(60, Whom.EXECUTIVE)])  # fmt: skip
    owner = make_staff(name="李娜")
    make_staff(Role.TEAM_LEADER, unit=owner.unit, name="班长")
    make_staff(Role.EXECUTIVE, unit=owner.unit.region, name="总经理")
    ticket = make_ticket(owner, kind="complaint")
    promises.told(ticket, by=owner)
    minutes = {count: ticket.opened_at + timedelta(minutes=count) for count in (79, 81, 101, 161, 1000)}
    assert heard(minutes[79]) == []
    assert heard(minutes[81]) == [("李娜", "warning")]
    assert heard(minutes[101]) == [("李娜", "alarm"), ("班长", "alarm")]
    assert heard(minutes[161]) == [("总经理", "alarm")]
    assert heard(minutes[1000]) == []


def test_many_at_once_become_one_notice() -> None:
    owner = make_staff(name="李娜")
    for _ in range(7):
        make_ticket(owner)
    assert heard(now() + timedelta(minutes=20)) == [("李娜", "warning")]


def test_pausing_and_resuming_keep_the_due_moment_and_the_story() -> None:
    reason = make_pause_reason(Target.RESOLUTION)
    staff = make_staff()
    ticket = make_ticket(staff)
    promise_actions.pause_clocks(ticket.pk, version=1, reason=reason.code, by=staff, text="客户出差")
    assert fresh(ticket).due_at is None
    with pytest.raises(NotAllowed):
        promise_actions.pause_clocks(ticket.pk, version=2, reason=reason.code, by=staff)
    with pytest.raises(Invalid):
        promise_actions.pause_clocks(ticket.pk, version=2, reason="holiday", by=staff)
    promise_actions.resume_clocks(ticket.pk, version=2, by=staff)
    assert fresh(ticket).due_at == resolution(ticket).due_at
    with pytest.raises(NotAllowed):
        promise_actions.resume_clocks(ticket.pk, version=3, by=staff)
    assert [note.kind for note in queries.notes_of(ticket.pk)] == ["paused", "resumed"]
    assert agree_with_the_trail(ticket)


def test_figures_count_what_ended_and_what_runs_within_reach() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    kept, broken, other = make_ticket(leader), make_ticket(leader), make_ticket()
    make_ticket(leader)
    actions.resolve_ticket(kept.pk, version=1, solution="好了", by=leader)
    due = broken.due_at or now()
    actions.resolve_ticket(broken.pk, version=1, solution="好了", by=leader, at=due + timedelta(hours=1))
    actions.resolve_ticket(other.pk, version=1, solution="好了", by=other.owner)
    targets, units = on_time.figures(leader, 30)
    (resolutions,) = [one for one in targets if one.name == Target.RESOLUTION.label]
    assert (resolutions.kept, resolutions.broken, resolutions.ended, resolutions.running) == (1, 1, 2, 1)
    assert [one.name for one in units] == [leader.unit.name]


def test_the_list_shows_what_breaks_within_some_hours() -> None:
    staff = make_staff()
    soon, later = make_ticket(staff, category=make_category(due_hours=1)), make_ticket(staff)
    found = queries.narrowed(staff, TicketFilter(due_from=now(), overdue_at=now() + timedelta(hours=2)))
    assert list(found) == [soon]
    assert later not in found
