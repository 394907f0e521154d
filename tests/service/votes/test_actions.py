"""Ballots: each counted once, whatever is said twice, by whoever at the same time; the dice of a draw."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.accounts import make_staff, make_unit
from tests.factories.votes import cast, choices, close, make_poll
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.votes import actions, queries
from wanhao.service.votes.actions import Cast
from wanhao.service.votes.models import Answer, Ballot, Poll, Unheard

ALICE, BOB = "12100000001", "12100000002"
pytestmark = pytest.mark.django_db


def votes(poll: Poll) -> list[list[int]]:
    return [[answer.votes for answer in question.choices] for question in queries.result(poll).questions]


def test_a_caller_counts_once_and_the_second_call_is_told_so() -> None:
    poll = make_poll(questions=2)
    assert cast(poll, ALICE, "1", "2")
    assert not cast(poll, ALICE, "2", "2")
    assert cast(poll, BOB, "2", "2")
    assert votes(poll) == [[1, 1], [0, 2]]
    assert queries.result(poll).unheard["again"] == 1
    sums = [(event.data["counted"], event.data["again"]) for event in StoredEvent.objects.order_by("id")]
    assert sums == [(1, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize("spelling", [f"+86{ALICE}", f"0086{ALICE}"])
def test_another_spelling_of_the_number_is_the_same_caller(spelling: str) -> None:
    poll = make_poll()
    assert cast(poll, ALICE, "1")
    assert not cast(poll, spelling, "1")
    assert votes(poll) == [[1, 0]]


def test_where_every_call_counts_the_same_number_counts_again() -> None:
    poll = make_poll(counts_once=False)
    assert cast(poll, ALICE, "1")
    assert cast(poll, ALICE, "1")
    assert votes(poll) == [[2, 0]]


def test_one_batch_with_the_same_caller_twice_counts_once() -> None:
    poll = make_poll()
    said = [Cast(poll.pk, ALICE, choices(poll, "1")), Cast(poll.pk, ALICE, choices(poll, "2"))]
    assert sorted(actions.count_ballots(said)) == [False, True]
    assert Ballot.objects.count() == Answer.objects.count() == 1


@pytest.mark.parametrize("counts_once", [True, False])
def test_a_ballot_said_again_after_a_lost_answer_counts_once(counts_once: bool) -> None:
    poll = make_poll(counts_once=counts_once)
    said = [Cast(poll.pk, ALICE, choices(poll, "1"))]
    assert actions.count_ballots(said) == [True]
    assert actions.count_ballots(said) == [True]
    assert votes(poll) == [[1, 0]]
    assert StoredEvent.objects.filter(name="votes.BallotsCounted").count() == 1


def test_who_voted_is_not_kept_and_differs_between_polls() -> None:
    first, second = make_poll(), make_poll()
    cast(first, ALICE, "1")
    cast(second, ALICE, "1")
    one, other = Ballot.objects.order_by("pk")
    assert one.caller_number == other.caller_number == ""
    assert one.caller_index != other.caller_index


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_one_caller_once() -> None:
    poll = make_poll()
    said = [[Cast(poll.pk, f"1210000{n:04}", choices(poll, "1")) for n in range(60)] for _process in range(2)]
    together = Barrier(2)

    def count(casts: list[Cast]) -> None:
        together.wait()
        for start in range(0, 60, 15):
            actions.count_ballots(casts[start : start + 15])
        connection.close()

    threads = [Thread(target=count, args=(casts,)) for casts in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Ballot.objects.count() == 60
    assert queries.result(poll).unheard["again"] == 60


def test_winners_are_drawn_once_after_the_end_by_who_may() -> None:
    unit = make_unit()
    poll = make_poll(unit=unit, kind=Poll.Kind.DRAW)
    for number in (ALICE, BOB):
        cast(poll, number, "1")
    leader = make_staff(role=Role.DUTY_LEADER, unit=unit)
    with pytest.raises(NotAllowed, match=r"."):
        actions.draw_winners(poll.code, 1, by=leader)
    close(poll)
    with pytest.raises(NotFound):
        actions.draw_winners(poll.code, 1, by=make_staff(role=Role.TEAM_LEADER, unit=unit))
    with pytest.raises(Invalid):
        actions.draw_winners(poll.code, 3, by=leader)
    (winner,) = actions.draw_winners(poll.code, 1, by=leader)
    assert winner.caller_number in (ALICE, BOB)
    with pytest.raises(NotAllowed):
        actions.draw_winners(poll.code, 1, by=leader)
    drawn = StoredEvent.objects.get(name="votes.WinnersDrawn")
    assert drawn.data["winners"] == [winner.public_id]
    assert winner.caller_number not in str(drawn.data)


def test_calls_not_counted_are_summed_by_reason() -> None:
    poll = make_poll()
    actions.note_unheard({(poll.pk, "busy"): 40, (poll.pk, "no_answer"): 2})
    actions.note_unheard({(poll.pk, "busy"): 2})
    found = queries.result(poll).unheard
    assert (found["busy"], found["no_answer"], found["again"]) == (42, 2, 0)
    assert set(found) == set(Unheard.Reason.values)


def test_two_polls_in_use_cannot_share_a_number() -> None:
    poll = make_poll()
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.filter(pk=make_poll().pk).update(number=poll.number)
