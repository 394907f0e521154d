"""Which tickets belong to an incident."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from wanhao.service.incidents.rules import Area, Told, fits, is_in_time, one_for_each

HERE = Told(region="dongjiang", unit_path="1/2/", numbers=("09001234567",), words="阳光小区断网", category=7)


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (Area(regions=frozenset({"dongjiang"})), True),
        (Area(regions=frozenset({"xiling"})), False),
        (Area(unit_paths=("1/",)), True),  # with all below it
        (Area(prefixes=("0900",)), True),
        (Area(prefixes=("0911",)), False),
        (Area(places=("阳光小区",)), True),
        (Area(places=("月光小区",), prefixes=("0900",)), True),  # one of them is enough
        (Area(regions=frozenset({"dongjiang"}), products=frozenset({"broadband"})), False),  # no such service
        (Area(regions=frozenset({"dongjiang"}), categories=frozenset({7})), True),
        (Area(regions=frozenset({"dongjiang"}), categories=frozenset({8})), False),
        (Area(), False),  # nowhere
    ],
)
def test_a_ticket_belongs(area: Area, expected: bool) -> None:
    assert fits(area, HERE) is expected


def test_services_and_types_count() -> None:
    area = Area(prefixes=("0900",), products=frozenset({"broadband"}))
    assert fits(area, Told(numbers=("0900",), services=frozenset({"broadband", "iptv"})))
    assert not fits(area, Told(numbers=("0900",), services=frozenset({"broadband"}), kind="praise"))


def test_tickets_of_before_count_for_so_long() -> None:
    began = datetime(2026, 11, 22, 8)
    assert is_in_time(began, began - timedelta(hours=23), timedelta(hours=24))
    assert not is_in_time(began, began - timedelta(hours=25), timedelta(hours=24))


def test_each_customer_once_and_unknown_ones_all() -> None:
    assert one_for_each([(1, 10), (2, None), (3, 10), (4, None), (5, 11)]) == [1, 2, 4, 5]
