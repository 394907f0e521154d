"""Counts add up, ratios keep what they are made of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.access.reports.rules import FIGURES, Counts, Ratio, Step, interval_starts, total

counts = st.builds(
    Counts, offered=st.integers(0, 500), answered=st.integers(0, 500), longest_wait_seconds=st.integers(0, 900)
)


def test_a_ratio_of_nothing_has_no_value() -> None:
    assert Ratio(0, 0).value is None
    assert Ratio(9, 10).value == pytest.approx(0.9)


def test_those_still_waiting_do_not_spoil_the_rates() -> None:
    rate = next(figure for figure in FIGURES if figure.key == "connection_rate")
    assert rate.of(Counts(offered=10, answered=8, waiting=2)) == Ratio(8, 8)


@given(st.lists(counts, max_size=8))
def test_totals_do_not_depend_on_order(rows: list[Counts]) -> None:
    assert total(rows) == total(reversed(rows))
    assert total(rows).offered == sum(row.offered for row in rows)
    assert total(rows).longest_wait_seconds == max((row.longest_wait_seconds for row in rows), default=0)


@pytest.mark.parametrize(("step", "count"), [(Step.QUARTER, 96), (Step.HALF, 48), (Step.HOUR, 24), (Step.DAY, 1)])
def test_intervals_cover_the_day(step: Step, count: int) -> None:
    begin = datetime(2026, 11, 21, 16, tzinfo=UTC)
    starts = interval_starts(begin, begin + timedelta(days=1), step)
    assert (len(starts), starts[0]) == (count, begin)
