"""An agent's day: pieces that fill the time exactly, occupancy from two sums, one's own only unless one leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.accounts import make_staff, signed_in
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue, pass_time
from wanhao.access.desk import rules
from wanhao.foundation.accounts.rights import Role
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions as routing

MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
DAY = (MIDNIGHT, MIDNIGHT + timedelta(days=1))


def spells_of(lengths: list[tuple[str, int]]) -> list[tuple[str, datetime, datetime]]:
    """States one after another from 06:00 on, in seconds."""
    at, found = MIDNIGHT + timedelta(hours=6), []
    for state, seconds in lengths:
        found.append((state, at, at + timedelta(seconds=seconds)))
        at += timedelta(seconds=seconds)
    return found


def test_a_timeline_shows_whole_hours_around_the_time_signed_in() -> None:
    spells = spells_of([("offline", 1800), ("ready", 3600), ("busy", 600), ("offline", 7200)])
    span = rules.span_of(spells, DAY)
    assert span == rules.Span(MIDNIGHT + timedelta(hours=6), MIDNIGHT + timedelta(hours=8))
    first, second = rules.pieces(spells, span)
    assert (first.state, first.left, first.width) == ("ready", 0.25, 0.5)
    assert (second.state, second.seconds) == ("busy", 600)
    assert [share for _at, share in span.marks()] == [0, 0.5, 1]


def test_nobody_signed_in_has_no_timeline() -> None:
    assert rules.span_of(spells_of([("offline", 3600)]), DAY) is None


def test_a_state_over_midnight_counts_with_its_part() -> None:
    night = [("ready", MIDNIGHT - timedelta(hours=2), MIDNIGHT + timedelta(minutes=30))]
    span = rules.span_of(night, DAY)
    assert span == rules.Span(MIDNIGHT, MIDNIGHT + timedelta(hours=1))
    assert [piece.seconds for piece in rules.pieces(night, span)] == [1800]


states = st.sampled_from(["offline", "ready", "offered", "busy", "wrap_up", "break", "meeting"])


@given(st.lists(st.tuples(states, st.integers(1, 4000)), min_size=1, max_size=16))
def test_the_pieces_fill_the_time_signed_in_exactly(lengths: list[tuple[str, int]]) -> None:
    spells = spells_of(lengths)
    span = rules.span_of(spells, DAY)
    signed_in = sum(seconds for state, seconds in lengths if state != "offline")
    if span is None:
        assert signed_in == 0
        return
    drawn = rules.pieces(spells, span)
    assert sum(piece.seconds for piece in drawn) == signed_in
    assert all(piece.left >= 0 and piece.left + piece.width <= 1 + 1e-9 for piece in drawn)
    seconds: dict[str, float] = {}
    for state, spent in lengths:
        seconds[state] = seconds.get(state, 0) + spent
    serving, whole = rules.occupancy(seconds)
    assert 0 <= serving <= whole == signed_in


@pytest.mark.django_db
def test_the_page_shows_the_contacts_with_links_and_the_ratio_with_its_parts() -> None:
    queue = make_queue()
    staff = make_staff(unit=queue.unit)
    agent = make_agent(queue, staff=staff)
    contact = make_contact(unit=queue.unit)
    contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
    enqueued = routing.enqueue(contact.pk, queue)
    assert enqueued.offer_id
    routing.accept_offer(enqueued.offer_id)
    pass_time(60)
    routing.end_service(enqueued.offer_id)
    pass_time(40)
    routing.finish_wrap_up(agent.pk)
    page = signed_in(staff).get("/desk/day/").content.decode()
    assert f"/contacts/{contact.public_id}/" in page
    assert "day-busy" in page
    assert " / " in page
    leader = make_staff(Role.TEAM_LEADER, unit=queue.unit)
    assert signed_in(leader).get(f"/desk/days/{staff.staff_number}/").status_code == 200
    assert signed_in(staff).get(f"/desk/days/{staff.staff_number}/").status_code == 403
    assert signed_in(staff).get("/desk/day/?on=1999-01-01").status_code == 200
    assert signed_in(staff).get("/desk/day/?on=nonsense").status_code == 200
