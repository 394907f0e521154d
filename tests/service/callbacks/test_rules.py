"""What follows from a try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.callbacks import rules
from wanhao.service.callbacks.rules import Next, Patience, Result

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PATIENCE = Patience(3, timedelta(minutes=5), timedelta(minutes=20))


@pytest.mark.parametrize(
    ("result", "tries_before", "expected"),
    [
        (Result.REACHED, 0, Next("reached", None, 1)),
        (Result.WRONG_NUMBER, 1, Next("wrong_number", None, 2)),
        (Result.REFUSED, 0, Next("refused", None, 1)),
        (Result.BUSY, 0, Next("", AT + timedelta(minutes=5), 1)),
        (Result.NO_ANSWER, 1, Next("", AT + timedelta(minutes=20), 2)),
        (Result.NO_ANSWER, 2, Next("not_reached", None, 3)),  # the last try
        (Result.FAILED, 2, Next("", AT + timedelta(seconds=30), 2)),  # our failure is not counted
    ],
)
def test_after_a_try(result: Result, tries_before: int, expected: Next) -> None:
    assert rules.after_try(result, tries_before, PATIENCE, AT) == expected


@given(st.lists(st.sampled_from([Result.BUSY, Result.NO_ANSWER, Result.FAILED]), max_size=60), st.integers(1, 6))
def test_a_customer_is_never_tried_more_often_than_set(results: list[Result], most: int) -> None:
    patience, tries, at = Patience(most, timedelta(minutes=1), timedelta(minutes=2)), 0, AT
    for result in results:
        following = rules.after_try(result, tries, patience, at)
        tries = following.tries
        assert tries <= most
        if following.outcome:
            assert tries == most
            return
        assert following.not_before is not None
        assert following.not_before > at
        at = following.not_before
    assert tries < most


@pytest.mark.parametrize(
    ("code", "result"),
    [(486, Result.BUSY), (480, Result.NO_ANSWER), (408, Result.NO_ANSWER), (404, Result.WRONG_NUMBER),
     (603, Result.REFUSED), (503, Result.FAILED)],
)  # fmt: skip
def test_what_a_sip_code_means(code: int, result: Result) -> None:
    assert rules.result_of_code(code) is result


def test_kept_in_time() -> None:
    assert rules.is_kept_in_time(AT, AT)
    assert not rules.is_kept_in_time(AT + timedelta(seconds=1), AT)
    assert not rules.is_kept_in_time(None, AT)


@pytest.mark.parametrize(("text", "is_key"), [("1", True), ("*", True), ("12", False), ("a", False), ("", False)])
def test_a_key(text: str, is_key: bool) -> None:
    assert rules.is_key(text) is is_key
