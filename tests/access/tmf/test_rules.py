"""How a TM Forum interface is asked."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.access.tmf.rules import CannotRead, Condition, asked, chosen, links, merged, moment

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (("status", "closed,resolved"), Condition("status", "eq", ("closed", "resolved"))),
        (("creationDate.gt", "2026-11-22"), Condition("creationDate", "gt", ("2026-11-22",))),
        (("relatedParty.id", "a"), Condition("relatedParty.id", "eq", ("a",))),  # a path is no operator
    ],
)
def test_a_filter_is_read(parameter: tuple[str, str], expected: Condition) -> None:
    assert asked([parameter]).conditions == (expected,)


@pytest.mark.parametrize("value", ["-1", "1e3", "99999999", "x", ""])
def test_a_wrong_number_is_said(value: str) -> None:
    with pytest.raises(CannotRead, match="offset"):
        asked([("offset", value)])


def test_what_identifies_a_thing_is_always_there() -> None:
    thing = {"id": "1", "href": "h", "@type": "T", "status": "closed", "name": "n"}
    assert chosen(thing, ["status", "note.text"]) == {"id": "1", "href": "h", "status": "closed"}
    assert "@type" in chosen(thing, ["status"], ("id", "href", "@type"))
    assert chosen(thing, []) == thing


def test_pages_are_linked_to_their_neighbours() -> None:
    header = links("http://a/b", [("status", "closed"), ("offset", "4")], offset=4, limit=2, total=9)
    assert '<http://a/b?status=closed&offset=2&limit=2>; rel="prev"' in header
    assert '<http://a/b?status=closed&offset=6&limit=2>; rel="next"' in header
    assert '<http://a/b?status=closed&offset=8&limit=2>; rel="last"' in header
    assert 'rel="next"' not in links("http://a/b", [], offset=8, limit=2, total=9)


@given(JSON, JSON)
def test_merging_twice_is_merging_once(target: object, patch: object) -> None:
    once = merged(target, patch)
    assert merged(once, patch) == once


def test_a_moment_is_in_utc_however_far_its_zone() -> None:
    assert moment("2026-11-22T22:00:00+21:13") == datetime(2026, 11, 22, 0, 47, tzinfo=UTC)
    assert moment("2026-11-22T22:00:00+21:13").utcoffset() == timedelta(0)  # the database takes no such zone


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_is_refused(text: str) -> None:
    with suppress(CannotRead):
        assert moment(text).tzinfo is not None
