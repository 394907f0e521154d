"""Rows of a feed: a receiver that takes what changed has what the sender has, whenever it looks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wanhao.foundation.live import rows as live_rows
from wanhao.foundation.live.rows import Rows

STATES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), max_size=6)


@given(st.lists(st.tuples(STATES, st.booleans()), min_size=1))
def test_whoever_looks_now_and_then_knows_all(steps: list[tuple[dict[str, str], bool]]) -> None:
    sender, known, seen = Rows(), {}, 0
    for state, looks in steps:
        sender.take(state)
        if looks:
            news = sender.since(seen)
            known = dict(news.rows) if news.is_whole else known | dict(news.rows)
            for key in news.gone:
                known.pop(key, None)
            seen = sender.number
            assert known == state


def test_only_what_changed_is_told() -> None:
    rows = Rows()
    assert rows.take({"a": "1", "b": "1"})
    assert not rows.take({"a": "1", "b": "1"})
    assert rows.take({"b": "2", "c": "1"})
    news = rows.since(1)
    assert (news.is_whole, news.rows, news.gone) == (False, {"b": "2", "c": "1"}, ["a"])
    assert rows.since(0).is_whole


def test_who_was_away_for_very_long_gets_everything(monkeypatch: object) -> None:
    rows = Rows()
    rows.take({str(number): "1" for number in range(live_rows.MOST_GONE + 1)})
    rows.take({"new": "1"})
    assert rows.since(1).is_whole
