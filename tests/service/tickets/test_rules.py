"""What may become of a ticket and how it is found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.tickets import rules

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "wanted", "may"),
    [
        ("open", "in_progress", True),
        ("open", "resolved", True),  # answered at once
        ("open", "closed", True),  # opened by mistake
        ("in_progress", "open", False),  # begun is begun
        ("resolved", "closed", True),  # the customer knows
        ("resolved", "in_progress", True),  # the customer says no
        ("closed", "in_progress", True),  # it came back
        ("closed", "resolved", False),  # reopen first
        ("closed", "closed", False),
    ],
)
def test_what_may_become_of_a_ticket(status: str, wanted: str, may: bool) -> None:
    assert rules.may_become(status, wanted) is may


def test_on_time_is_until_the_due_moment() -> None:
    assert rules.is_on_time(AT, AT)
    assert not rules.is_on_time(AT, AT + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("finished", "minutes_left", "meaning"),
    [
        (None, 121, "good"),
        (None, 120, "close"),  # two hours before
        (None, -1, "missed"),
        (-5, -60, "good"),  # finished five minutes before it was due
        (5, -60, "missed"),  # finished late
    ],
)
def test_how_the_due_time_stands(finished: int | None, minutes_left: int, meaning: str) -> None:
    finished_at = None if finished is None else AT + timedelta(minutes=finished)
    assert rules.due_meaning(AT, finished_at, AT - timedelta(minutes=minutes_left)) == meaning


@pytest.mark.parametrize(
    ("term", "number"),
    [
        ("T20261122-000123", "T20261122-000123"),
        (" t20261122 123", "T20261122-000123"),  # as people read it out
        ("20261122000123", "T20261122-000123"),
        ("12100000001", "T12100000-000001"),  # a telephone number could be read so: harmless, nothing is found
        ("宽带", ""),
        ("123", ""),
    ],
)
def test_a_number_in_a_search_term(term: str, number: str) -> None:
    assert rules.as_ticket_number(term) == number


def test_number_of_a_ticket() -> None:
    assert rules.ticket_number(AT, 123) == "T20261122-000123"


@given(st.text(), st.text(), st.text(min_size=2))
def test_a_text_holds_all_pairs_of_a_word_it_holds(before: str, after: str, word: str) -> None:
    whole = set(rules.bigrams(before + word + after))
    inner = set(rules.bigrams(word.strip()))
    assert not inner or inner <= whole
