"""Reading polls: what telephony must know of those on the air, and what came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.service.votes.models import Answer, Ballot, Choice, Poll, Unheard


@dataclass(frozen=True)
class Asked:
    """A question as telephony asks it: its text and the choice of each key."""

    text: str
    choices: dict[str, int]


@dataclass(frozen=True)
class OnAir:
    """A poll as telephony needs it."""

    poll_id: int
    number: str
    language: str
    greeting: str
    thanks: str
    questions: tuple[Asked, ...]
    opens_at: datetime
    closes_at: datetime
    most_lines: int
    counts_once: bool

    def is_open(self, at: datetime) -> bool:
        """Are calls taken at this moment?"""
        return self.opens_at <= at < self.closes_at

    @property
    def texts(self) -> Iterable[str]:
        """Everything it says."""
        return (self.greeting, *(question.text for question in self.questions), self.thanks)


def on_air() -> dict[str, OnAir]:
    """Polls in use by number."""
    polls = Poll.objects.filter(is_active=True).prefetch_related("questions__choices")
    return {poll.number: _on_air(poll) for poll in polls}


def _on_air(poll: Poll) -> OnAir:
    questions = tuple(
        Asked(question.text, {choice.key: choice.pk for choice in question.choices.all()})
        for question in poll.questions.all()
    )
    return OnAir(
        poll.pk,
        poll.number,
        poll.language,
        poll.greeting,
        poll.thanks,
        questions,
        poll.opens_at,
        poll.closes_at,
        poll.most_lines,
        poll.counts_once,
    )


def polls(viewer: Staff) -> QuerySet[Poll]:
    """Polls whose results the viewer may see."""
    return Poll.objects.visible_to(viewer, Right.SEE_REPORTS)


def poll(code: str, viewer: Staff) -> Poll:
    """One poll; NotFound beyond the viewer's reach."""
    found = polls(viewer).select_related("unit").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such poll within your reach."))
    return found


def poll_to_draw(code: str, by: Staff) -> Poll:
    """The poll, locked, if this person may draw its winners."""
    found = Poll.objects.visible_to(by, Right.RUN_POLLS).filter(code=code).values("pk")
    locked = Poll.objects.select_for_update().filter(pk__in=found).first()
    if locked is None:
        raise NotFound(_("There is no such poll within your reach."))
    return locked


def winner(public_id: str, viewer: Staff) -> Ballot:
    """A ballot that won, within reach: the only ones whose number is ever needed."""
    reach = polls(viewer).values("pk")
    found = Ballot.objects.filter(public_id=public_id, poll__in=reach, won_at__isnull=False)
    ballot = found.select_related("poll__unit").first()
    if ballot is None:
        raise NotFound(_("There is no such winner within your reach."))
    return ballot


@dataclass(frozen=True)
class ChoiceResult:
    """How often an answer was given, and of how many."""

    choice: Choice
    votes: int
    of: int

    @property
    def share(self) -> float | None:
        """The part of all answers to its question; None without any."""
        return self.votes / self.of if self.of else None


@dataclass(frozen=True)
class QuestionResult:
    """A question with its answers."""

    text: str
    votes: int
    choices: list[ChoiceResult]


@dataclass(frozen=True)
class Total:
    """A poll in the list: how many ballots it has, how many calls found no line."""

    poll: Poll
    ballots: int
    busy: int
    at: datetime

    @property
    def is_running(self) -> bool:
        """Are calls taken now?"""
        return self.poll.is_running(self.at)


def totals(viewer: Staff) -> list[Total]:
    """All polls within reach with the two sums of the list; three queries however many they are."""
    found, at = list(polls(viewer)), now()
    ballots = dict(Ballot.objects.filter(poll__in=found).values_list("poll").annotate(many=Count("pk")))
    unheard = Unheard.objects.filter(poll__in=found, reason=Unheard.Reason.BUSY)
    busy = dict(unheard.values_list("poll").annotate(many=Sum("calls")))
    return [Total(poll, ballots.get(poll.pk, 0), busy.get(poll.pk, 0), at) for poll in found]


@dataclass(frozen=True)
class Result:
    """What came out of a poll so far, recounted from the ballots."""

    poll: Poll
    ballots: int
    last_at: datetime | None
    questions: list[QuestionResult]
    unheard: dict[str, int]
    winners: list[Ballot]
    at: datetime

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why calls were not counted, in the reader's words, and how many."""
        return [(str(Unheard.Reason(reason).label), many) for reason, many in self.unheard.items()]

    @property
    def is_running(self) -> bool:
        """Are calls taken now?"""
        return self.poll.is_running(self.at)


def result(poll: Poll) -> Result:
    """Count everything anew."""
    cast = Ballot.objects.filter(poll=poll).aggregate(many=Count("pk"), last=Max("cast_at"))
    votes = dict(
        Answer.objects.filter(choice__question__poll=poll)
        .values_list("choice_id")
        .annotate(many=Count("pk"))
        .values_list("choice_id", "many")
    )
    questions = []
    for question in poll.questions.prefetch_related("choices"):
        of = sum(votes.get(choice.pk, 0) for choice in question.choices.all())
        choices = [ChoiceResult(choice, votes.get(choice.pk, 0), of) for choice in question.choices.all()]
        questions.append(QuestionResult(question.text, of, choices))
    return Result(poll, cast["many"], cast["last"], questions, _unheard(poll), list(_winners(poll)), now())


def _unheard(poll: Poll) -> dict[str, int]:
    sums = Unheard.objects.filter(poll=poll).values_list("reason").annotate(many=Sum("calls"))
    found = dict(sums.values_list("reason", "many"))
    return {reason: found.get(reason, 0) for reason in Unheard.Reason.values}


def _winners(poll: Poll) -> QuerySet[Ballot]:
    return Ballot.objects.filter(poll=poll, won_at__isnull=False).select_related("poll__unit").order_by("pk")
