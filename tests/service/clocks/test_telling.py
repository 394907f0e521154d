"""Why a clock shows what it shows, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

import pytest
from django.utils.translation import override

from tests.factories.accounts import make_unit
from tests.factories.clocks import Rememberer, make_pause_reason, make_policy
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours
from wanhao.service.clocks import actions, keepers, telling
from wanhao.service.clocks.models import Target
from wanhao.service.clocks.rules import Facts

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    keepers.KEEPERS["thing"] = Rememberer()
    with override("en"):
        yield
    del keepers.KEEPERS["thing"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+08:00")


def test_the_spring_festival_with_a_pause_is_told_day_by_day() -> None:
    hours = Hours.objects.create(code="two-periods", name_zh="后台", name_en="Back office")
    for weekday in range(5):
        hours.periods.create(weekday=weekday, opens_at=time(9), closes_at=time(12))
        hours.periods.create(weekday=weekday, opens_at=time(13, 30), closes_at=time(18))
    make_policy(minutes=600, hours=hours)
    actions.start("thing:1", Target.RESOLUTION, Facts(), unit_id=make_unit().pk, by=BY, at=at("02-13T16:00"))
    actions.pause("thing:1", make_pause_reason(), by=BY, at=at("02-14T11:00"))
    actions.resume("thing:1", by=BY, at=at("02-14T17:00"))
    (story,) = telling.stories(["thing:1"], at("02-14T17:30"))
    assert story.due_at == at("02-24T15:30")
    assert (
        story.sum
        == "10 h 0 min − 4 h 0 min spent until 02-14 17:00 = 6 h 0 min; counted on from there: due 02-24 15:30."
    )
    assert story.days == [
        "02-14 Sat (make-up day): 1 h 0 min",
        "02-15 Sun – 02-23 Mon: closed (public holiday)",
        "02-24 Tue: 5 h 0 min",
    ]
    assert [(line.text, line.counted) for line in story.lines if line.ends] == [
        ("ran", 4 * 3600),
        ("stood still", 0),
        ("ran", 1800),
    ]
    assert (story.meaning, story.word, story.agrees, story.left_seconds) == ("good", "In time", True, 5.5 * 3600)


def test_what_a_clock_stands_at_has_a_meaning_and_a_word() -> None:
    make_policy(minutes=100, warn_percents=[50])
    actions.start("thing:1", Target.RESOLUTION, Facts(), unit_id=make_unit().pk, by=BY, at=at("02-13T10:00"))

    def word(moment: str) -> tuple[str, str]:
        (story,) = telling.stories(["thing:1"], at(moment))
        return story.meaning, story.word

    assert word("02-13T10:49") == ("good", "In time")
    assert word("02-13T10:50") == ("close", "Soon due")
    assert word("02-13T11:41") == ("missed", "Overdue")
    actions.stop("thing:1", by=BY, at=at("02-13T11:20"))
    assert word("02-13T12:00") == ("good", "Kept")
