"""Polls for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils.timezone import now

from tests.factories.accounts import make_unit
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.votes import actions
from wanhao.service.votes.actions import Cast
from wanhao.service.votes.models import Ballot, Choice, Poll, Question

_numbers = count(1)


def make_poll(*, unit: Unit | None = None, kind: str = Poll.Kind.VOTE, questions: int = 1, **values: Any) -> Poll:
    """A poll on the air; each question has the keys 1 and 2."""
    number = next(_numbers)
    values.setdefault("opens_at", now() - timedelta(hours=1))
    values.setdefault("closes_at", now() + timedelta(hours=1))
    poll = Poll.objects.create(
        code=f"poll-{number}",
        number=f"95{number:04}",
        kind=kind,
        name_zh=f"投票 {number}",
        name_en=f"Poll {number}",
        unit=unit or make_unit(),
        greeting="您好",
        thanks="谢谢",
        **values,
    )
    for position in range(1, questions + 1):
        question = Question.objects.create(poll=poll, position=position, text=f"问题 {position}")
        for key in ("1", "2"):
            Choice.objects.create(question=question, key=key, name_zh=f"选项 {key}", name_en=f"Answer {key}")
    return poll


def choices(poll: Poll, *keys: str) -> tuple[int, ...]:
    """The choices of these keys, one for each question in order."""
    return tuple(question.choices.get(key=key).pk for question, key in zip(poll.questions.all(), keys, strict=True))


def cast(poll: Poll, caller: str, *keys: str) -> bool:
    """One ballot by this caller."""
    (counted,) = actions.count_ballots([Cast(poll.pk, caller, choices(poll, *keys))])
    return counted


def close(poll: Poll) -> None:
    """Its time is over."""
    Poll.objects.filter(pk=poll.pk).update(opens_at=now() - timedelta(hours=2), closes_at=now() - timedelta(hours=1))


def poll_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a poll of the unit."""
    return {"code": make_poll(unit=unit).code}


def draw_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a prize draw whose time is over."""
    poll = make_poll(unit=unit, kind=Poll.Kind.DRAW)
    cast(poll, "12100000001", "1")
    close(poll)
    assert Ballot.objects.filter(poll=poll).exists()
    return {"code": poll.code}
