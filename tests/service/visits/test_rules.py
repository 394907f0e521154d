"""Which checklist, which readings are outside, what is missing, which moment is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from wanhao.service.visits import rules
from wanhao.service.visits.rules import NUMBER, TEXT, YES_NO, Item, JobFacts, JobTerms, Limits, NotANumber, Value

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
UP_TO_24 = Item("attenuation", NUMBER, True, Limits(upper=Decimal(24)))


@pytest.mark.parametrize(
    ("item", "typed", "outside"),
    [
        (UP_TO_24, "24", False),  # the limit itself is within
        (UP_TO_24, "24.001", True),
        (UP_TO_24, "24，5", True),  # a Chinese comma
        (Item("route", NUMBER, True, Limits(upper=Decimal("2.5"))), "2.51", True),
        (Item("mains", NUMBER, True, Limits(lower=Decimal(15))), "14.9", True),
        (Item("height", NUMBER, True, Limits(Decimal(25), Decimal(35))), "30", False),
        (Item("left", YES_NO, True), "no", True),  # must be answered with yes
        (Item("left", YES_NO, False), "no", False),
        (Item("words", TEXT, True), "无", False),
        (UP_TO_24, "", False),  # missing, not outside
    ],
)
def test_outside_its_limit(item: Item, typed: str, outside: bool) -> None:
    assert rules.is_outside(item, rules.read_value(item.kind, typed)) is outside


@pytest.mark.parametrize("typed", ["dB", "nan", "inf", "1e99", "--3"])
def test_no_number(typed: str) -> None:
    with pytest.raises(NotANumber):
        rules.read_value(NUMBER, typed)


def test_what_is_missing() -> None:
    items = [UP_TO_24, Item("left", YES_NO, True), Item("note", TEXT, False)]
    assert rules.missing(items, {"left": Value(yes=False)}) == ["attenuation"]


@pytest.mark.parametrize(
    ("terms", "fits"),
    [
        (JobTerms(), True),
        (JobTerms(service="broadband"), True),
        (JobTerms(kind="fault", service="iptv"), False),
        (JobTerms(category="network"), True),  # with all below it
        (JobTerms(category="bill"), False),
    ],
)
def test_the_checklist_that_fits(terms: JobTerms, fits: bool) -> None:
    assert rules.fits(terms, JobFacts("fault", "broadband", ("network", "slow"))) is fits


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (NOON - timedelta(hours=5), NOON - timedelta(hours=5)),  # offline in a cellar
        (None, NOON),
        (NOON + timedelta(seconds=40), NOON),  # a clock a little ahead
        (NOON + timedelta(hours=1), NOON),  # a clock plainly wrong
        (NOON - timedelta(days=3), NOON),
    ],
)
def test_the_moment_a_phone_tells(told: datetime | None, believed: datetime) -> None:
    assert rules.believed(told, NOON) == believed
