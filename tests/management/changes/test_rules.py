"""Steps of an entry, frequency, and whose list it is."""

from __future__ import annotations

import pytest

from wanhao.management.changes.rules import home_path, is_frequent, may_become


@pytest.mark.parametrize(
    ("status", "wanted", "may"),
    [
        ("proposed", "open", True),
        ("proposed", "in_work", False),  # first somebody owns it
        ("proposed", "closed", True),  # not followed, with the reason
        ("open", "answered", True),
        ("answered", "in_work", True),  # the answer did not hold
        ("answered", "open", False),
        ("closed", "in_work", True),
        ("closed", "answered", False),
    ],
)
def test_may_become(status: str, wanted: str, may: bool) -> None:
    assert may_become(status, wanted) is may


@pytest.mark.parametrize(("asked", "frequent"), [(4, False), (5, True), (6, True)])
def test_is_frequent(asked: int, frequent: bool) -> None:
    assert is_frequent(asked, 5) is frequent


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("op/east/centre/team/", "op/east/centre/"),
        ("op/east/centre/", "op/east/centre/"),
        ("op/east/hall/", "op/east/hall/"),
        ("op/east/", "op/east/"),  # belongs to none
    ],
)
def test_home_path(path: str, home: str) -> None:
    kinds = {"op/": "operator", "op/east/": "region", "op/east/centre/": "centre", "op/east/hall/": "hall"}
    assert home_path(path, kinds) == home
