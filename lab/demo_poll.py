"""A vote on the air in the demo, with some ballots cast: dial 96001 and press a key."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from wanhao.foundation.accounts.models import Unit
from wanhao.service.votes.actions import Cast, count_ballots
from wanhao.service.votes.models import Choice, Poll, Question

NUMBER = "96001"
HALLS = (
    ("1", "东江广场营业厅", "Dongjiang Plaza hall", 5),
    ("2", "西岭营业厅", "Xiling hall", 3),
    ("3", "都满意", "Both", 2),
)
BALLOTS = 120


def load_poll(units: dict[str, Unit]) -> str:
    """Which hall serves best? Returns its number."""
    now = timezone.now()
    poll = Poll.objects.create(
        code="best-hall",
        number=NUMBER,
        name_zh="最满意营业厅评选",
        name_en="Which hall serves best?",
        unit=units["dj-centre"],
        greeting="欢迎参加最满意营业厅评选。",
        thanks="您的投票已计入，感谢参与，再见。",
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=28),
        most_lines=20,
    )
    question = Question.objects.create(poll=poll, text="东江广场营业厅请按1，西岭营业厅请按2，两家都满意请按3。")
    choices = [
        Choice.objects.create(question=question, key=key, name_zh=name_zh, name_en=name_en)
        for key, name_zh, name_en, _weight in HALLS
    ]
    chance = random.Random(96001)
    weights = [weight for *_names, weight in HALLS]
    chosen = chance.choices([choice.pk for choice in choices], weights, k=BALLOTS)
    count_ballots([Cast(poll.pk, f"122{number:08}", (choice,)) for number, choice in enumerate(chosen)])
    return NUMBER
