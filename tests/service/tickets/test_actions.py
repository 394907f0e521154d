"""Working on tickets: the state after, the story, the event, the refusal."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils.timezone import localtime, now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import make_party
from tests.factories.tickets import make_category, make_ticket
from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.calendars.models import Hours
from wanhao.foundation.notices.models import Notice
from wanhao.service.clocks.models import Policy
from wanhao.service.tickets import actions, queries
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def events() -> list[str]:
    names = StoredEvent.objects.filter(name__startswith="tickets.").order_by("id").values_list("name", flat=True)
    return [name.removeprefix("tickets.") for name in names]


def kinds(ticket: Ticket) -> list[str]:
    return [note.kind for note in queries.notes_of(ticket.pk)]


def test_a_ticket_is_opened_with_number_owner_due_time_and_region_of_the_customer() -> None:
    party = make_party()
    staff = make_staff()
    category = make_category(due_hours=48)
    ticket = actions.open_ticket(TicketDetails(category.pk, " 断网 ", customer_id=party.pk), by=staff)
    assert ticket.number.startswith("T20")
    assert (ticket.text, ticket.owner, ticket.unit) == ("断网", staff, staff.unit)
    assert ticket.region == party.region
    assert ticket.due_at - ticket.opened_at == timedelta(hours=48)
    stored = StoredEvent.objects.order_by("-id")[0]
    assert (stored.name, stored.customer_id, stored.subject) == (
        "tickets.TicketOpened",
        party.pk,
        f"ticket:{ticket.pk}",
    )
    assert "断网" not in str(stored.data)


def test_what_is_promised_counts_in_its_working_hours() -> None:
    hours = Hours.objects.create(code="office", name_zh="后台", name_en="Office", follows_holidays=False)
    for weekday in range(7):
        hours.periods.create(weekday=weekday, opens_at=time(9), closes_at=time(17))
    category = make_category("office-work", due_hours=10)
    Policy.objects.filter(category="office-work").update(hours=hours)
    at = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
    ticket = actions.open_ticket(TicketDetails(category.pk, "断网"), by=make_staff(), at=at)
    assert localtime(ticket.due_at) == datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_numbers_are_never_given_twice() -> None:
    staff, category = make_staff(), make_category()
    numbers = [make_ticket(staff, category=category).number for _ in range(5)]
    assert len(set(numbers)) == 5


def test_what_cannot_be_opened() -> None:
    staff, parent = make_staff(), make_category()
    leaf = make_category(parent=parent)
    for details, field in (
        (TicketDetails(parent.pk, "断网"), "category"),  # not at the end of the tree
        (TicketDetails(0, "断网"), "category"),
        (TicketDetails(leaf.pk, "  "), "text"),
        (TicketDetails(leaf.pk, "断" * 4001), "text"),
        (TicketDetails(leaf.pk, "断网", kind="wish"), "kind"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.open_ticket(details, by=staff)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Invalid):
        actions.open_ticket(TicketDetails(leaf.pk, "断网"), by=staff, due_at=now() - timedelta(hours=1))
    with pytest.raises(NotAllowed):
        actions.open_ticket(TicketDetails(leaf.pk, "断网"), by=make_staff(Role.TECHNICIAN))
    assert not Ticket.objects.exists()


def test_from_open_to_closed_and_back() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    actions.begin_ticket(ticket.pk, version=1, by=staff)
    actions.resolve_ticket(ticket.pk, version=2, solution="更换光猫", by=staff)
    actions.close_ticket(ticket.pk, version=3, reason="客户确认已恢复", by=staff)
    closed = queries.ticket(ticket.number, staff)
    assert (closed.status, closed.solution, closed.version) == ("closed", "更换光猫", 4)
    assert closed.closed_at is not None
    actions.reopen_ticket(ticket.pk, version=4, reason="又断了", by=staff)
    again = queries.ticket(ticket.number, staff)
    assert (again.status, again.resolved_at, again.closed_at, again.reopened_count) == ("in_progress", None, None, 1)
    assert kinds(ticket) == ["begun", "resolved", "closed", "reopened"]
    assert events() == ["TicketOpened", "TicketBegun", "TicketResolved", "TicketClosed", "TicketReopened"]


def test_resolving_late_says_so() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    actions.resolve_ticket(ticket.pk, version=1, solution="好了", by=staff, at=ticket.due_at + timedelta(seconds=1))
    assert StoredEvent.objects.order_by("-id")[0].data["is_on_time"] is False


def test_an_old_version_is_refused_and_nothing_is_changed() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    actions.begin_ticket(ticket.pk, version=1, by=staff)
    with pytest.raises(Conflict):
        actions.resolve_ticket(ticket.pk, version=1, solution="好了", by=staff)
    assert queries.ticket(ticket.number, staff).status == "in_progress"
    with pytest.raises(NotAllowed):
        actions.reopen_ticket(ticket.pk, version=2, reason="x", by=staff)


def test_facts_are_corrected_with_their_names_in_the_story() -> None:
    staff, other = make_staff(), make_category()
    ticket = make_ticket(staff)
    due = ticket.due_at + timedelta(days=1)
    changed = actions.change_ticket(
        ticket.pk, version=1, category_id=other.pk, severity="serious", due_at=due, by=staff
    )
    assert (changed.category, changed.severity, changed.due_at) == (other, "serious", due)
    assert queries.notes_of(ticket.pk)[0].text == "category severity due_at"


def test_a_note_needs_sight_not_ownership() -> None:
    owner = make_staff()
    colleague = make_staff(unit=make_unit(parent=owner.unit.region))
    ticket = make_ticket(owner)
    actions.add_note(ticket.pk, "客户又来电催促", by=colleague)
    assert queries.notes_of(ticket.pk)[0].author == colleague
    with pytest.raises(NotFound):
        actions.resolve_ticket(ticket.pk, version=1, solution="好了", by=colleague)  # another centre may not change it
    with pytest.raises(NotFound):
        actions.add_note(ticket.pk, "x", by=make_staff())  # another region does not even see it
    with pytest.raises(Invalid):
        actions.add_note(ticket.pk, " ", by=owner)


def test_a_hand_over_needs_the_others_word() -> None:
    owner, expert, third = make_staff(), make_staff(Role.BACK_OFFICE), make_staff()
    ticket = make_ticket(owner)
    with pytest.raises(Invalid):
        actions.hand_over(ticket.pk, version=1, to=make_staff(Role.PLANNER), reason="请处理", by=owner)
    asked = actions.hand_over(ticket.pk, version=1, to=expert, reason="需要线路测试", by=owner)
    assert queries.ticket(ticket.number, expert).owner == owner
    told = Notice.objects.get(staff=expert)
    assert (ticket.number in told.text_zh, told.link) == (True, f"/tickets/{ticket.number}/")
    assert [row.ticket for row in queries.hand_overs_asked_of(expert)] == [ticket]
    with pytest.raises(NotAllowed):
        actions.hand_over(ticket.pk, version=2, to=third, reason="请处理", by=owner)
    with pytest.raises(NotFound):
        actions.accept_hand_over(asked.pk, by=third)
    actions.accept_hand_over(asked.pk, by=expert)
    taken = queries.ticket(ticket.number, expert)
    assert (taken.owner, taken.unit) == (expert, expert.unit)
    assert [row.pk for row in queries.my_open_tickets(expert)] == [ticket.pk]
    assert queries.my_open_tickets(owner) == []
    with pytest.raises(Conflict):
        actions.decline_hand_over(asked.pk, reason="晚了", by=expert)


def test_a_declined_hand_over_leaves_the_ticket_where_it_is() -> None:
    owner, expert = make_staff(), make_staff(Role.BACK_OFFICE)
    ticket = make_ticket(owner)
    asked = actions.hand_over(ticket.pk, version=1, to=expert, reason="请处理", by=owner)
    actions.decline_hand_over(asked.pk, reason="不属于本组", by=expert)
    assert queries.ticket(ticket.number, owner).owner == owner
    assert kinds(ticket) == ["hand_over", "declined"]
    assert queries.hand_overs_asked_of(expert) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told() -> None:
    staff = make_staff()
    ticket = make_ticket(staff)
    outcomes: list[str] = []

    def resolve(solution: str) -> None:
        try:
            actions.resolve_ticket(ticket.pk, version=1, solution=solution, by=staff)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=resolve, args=(text,)) for text in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "done"]
