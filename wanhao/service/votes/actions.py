"""Counting ballots, each once; drawing winners."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.common.phone_numbers import normalise_number
from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.service.votes import events, queries
from wanhao.service.votes.models import Answer, Ballot, Poll, Unheard

TELEPHONY = Actor.system("telephony")
MOST_WINNERS = 1000


@dataclass(frozen=True)
class Cast:
    """What one call said: the poll, the number it came from, the answers chosen.

    Its name is given before it is counted: said again because an answer of the database got lost, it counts once.
    """

    poll_id: int
    caller: str
    choice_ids: tuple[int, ...]
    name: str = field(default_factory=new_public_id)


def caller_index(poll_id: int, number: str) -> str:
    """The caller in this poll only, however a trunk spells the number; it has another index in every other poll."""
    return lookup_index(normalise_number(number), f"poll:{poll_id}")


@transaction.atomic
def count_ballots(casts: Sequence[Cast]) -> list[bool]:
    """Keep the ballots of many calls in one transaction; for each, whether it counted (or had voted before)."""
    polls = {poll.pk: poll for poll in Poll.objects.filter(pk__in={cast.poll_id for cast in casts})}
    before = _kept(casts)
    ballots = [_ballot(polls[cast.poll_id], cast) for cast in casts if cast.name not in before]
    Ballot.objects.bulk_create(ballots, ignore_conflicts=True)
    kept = _kept(casts)
    Answer.objects.bulk_create(
        Answer(ballot_id=kept[cast.name], choice_id=choice_id)
        for cast in casts
        if cast.name in kept.keys() - before.keys()
        for choice_id in cast.choice_ids
    )
    for poll in polls.values():
        new = [cast.name in kept for cast in casts if cast.poll_id == poll.pk and cast.name not in before]
        _note_counted(poll, counted=new.count(True), again=new.count(False))
    return [cast.name in kept for cast in casts]


def _kept(casts: Sequence[Cast]) -> dict[str, int]:
    """Those of the ballots that are in the box, by name."""
    rows = Ballot.objects.filter(public_id__in=[cast.name for cast in casts])
    return dict(rows.values_list("public_id", "pk"))


def _note_counted(poll: Poll, *, counted: int, again: int) -> None:
    if counted or again:
        record(events.BallotsCounted(poll.pk, counted, again), actor=TELEPHONY, unit=poll.unit_id)
    if again:
        _not_counted(poll.pk, Unheard.Reason.AGAIN, again)


def _ballot(poll: Poll, cast: Cast) -> Ballot:
    return Ballot(
        public_id=cast.name,
        poll=poll,
        caller_index=caller_index(poll.pk, cast.caller) if poll.counts_once else "",
        caller_number=cast.caller if poll.kind == Poll.Kind.DRAW else "",
        counts_once=poll.counts_once,
        cast_at=now(),
    )


def _not_counted(poll_id: int, reason: str, calls: int) -> Unheard:
    return Unheard.objects.create(poll_id=poll_id, reason=reason, calls=calls, counted_at=now())


@transaction.atomic
def note_unheard(calls: Mapping[tuple[int, str], int]) -> None:
    """Keep how many calls of which poll were not counted, and why."""
    for (poll_id, reason), many in sorted(calls.items()):
        _not_counted(poll_id, reason, many)


@transaction.atomic
def draw_winners(code: str, count: int, *, by: Staff) -> list[Ballot]:
    """Draw so many ballots of a closed prize draw by chance, once for all; the operating system throws the dice."""
    poll = queries.poll_to_draw(code, by)
    if poll.kind != Poll.Kind.DRAW:
        raise NotAllowed(_("This is not a prize draw."))
    if poll.closes_at > now():
        raise NotAllowed(_("Calls still come in until %(moment)s. Draw afterwards.") % {"moment": poll.closes_at})
    if poll.ballots.filter(won_at__isnull=False).exists():
        raise NotAllowed(_("The winners of this draw have been drawn."))
    numbers = list(poll.ballots.order_by("pk").values_list("pk", flat=True))
    if not 1 <= count <= min(MOST_WINNERS, len(numbers)):
        raise Invalid(count=_("Choose between 1 and %(most)d winners.") % {"most": min(MOST_WINNERS, len(numbers))})
    drawn = secrets.SystemRandom().sample(numbers, count)
    poll.ballots.filter(pk__in=drawn).update(won_at=now())
    winners = list(poll.ballots.filter(pk__in=drawn).order_by("pk"))
    record(events.WinnersDrawn(poll.pk, tuple(one.public_id for one in winners)), actor=by, unit=poll.unit_id)
    return winners


def note_export(poll: Poll, *, by: Staff) -> None:
    """Somebody took a copy of the result."""
    record(events.PollExported(poll.pk), actor=by, unit=poll.unit_id)
