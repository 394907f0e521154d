"""Several contacts at once: the worked examples, and how much sooner a chat is answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from wanhao.service.waits import rules, sharing
from wanhao.service.waits.at_once import Kind, at_once, may_take
from wanhao.service.waits.rules import QueueModel, Standing
from wanhao.service.waits.sharing import Flow

CALLS, CHATS = 1, 2
CALL, CHAT = ("call", 100, 30), ("chat", 30, 10)


@pytest.mark.parametrize(
    ("kinds", "own", "many"),
    [
        ([CALL], {}, 1),
        ([CHAT], {}, 3),
        ([("chat", 15, 1)], {}, 6),
        ([CHAT], {"chat": 50}, 2),  # a limit of two
        ([CHAT], {"call": 50}, 3),  # a limit of another channel
        ([CHAT], {"chat": 101}, 0),  # a limit of none
        ([CALL, CHAT], {}, 1.2),
        ([CALL, CHAT], {"call": 101}, 3),  # takes the chats alone
        ([], {}, 1),  # nobody has come yet
    ],
)
def test_what_fits_beside_one_another(kinds: list[Kind], own: Mapping[str, int], many: float) -> None:
    assert at_once(kinds, own) == pytest.approx(many)


@pytest.mark.parametrize(
    ("kinds", "own", "load", "fits"),
    [
        ([CALL, CHAT], {}, 0, True),
        ([CALL, CHAT], {}, 30, False),
        ([CHAT], {}, 60, True),
        ([CHAT], {}, 90, False),
        ([CHAT], {"chat": 50}, 60, False),
        ([], {}, 1, False),
    ],
)
def test_who_could_take_one_more(kinds: list[Kind], own: Mapping[str, int], load: int, fits: bool) -> None:
    assert may_take(kinds, own, load) is fits


def test_the_worked_example() -> None:
    """Twelve places of 600 s: three departures in 150 s; the mean of M/M/n+M where nearly nobody gives up."""
    members, flows = [(agent, CHATS, 0) for agent in range(4)], {CHATS: Flow(0.02, 600)}
    three = dict.fromkeys([(agent, CHATS) for agent in range(4)], 3.0)
    for places, seconds in ((three, 150), ({}, 450)):
        rings = sharing.rings_of(members, flows, places)[CHATS]
        found = sharing.pool(rings, sharing.Line(2, 0.0, {}), 0)
        assert found
        assert (found.departures, found.departures / found.a_second) == (pytest.approx(3), pytest.approx(seconds))
        assert rules.mean_wait(2, found.a_second, 1e-9) == pytest.approx(seconds)
        assert rules.simple_wait(2, rules.places_after(rings, 0), 600) == pytest.approx(seconds)


def test_an_agent_of_calls_and_chats_gives_a_chat_a_third_of_the_time() -> None:
    flows = {CALLS: Flow(1.0, 100), CHATS: Flow(3.0, 200)}
    both, agents = [CALLS, CHATS], {CALLS: 4, CHATS: 4}
    assert sharing.ends_a_second(both, flows, agents, {CHATS: 3.0}) == pytest.approx(1 / 75)


def test_agents_with_and_without_a_limit_stand_in_rings_of_their_own() -> None:
    members = [(agent, CHATS, 0) for agent in range(3)]
    rings = sharing.rings_of(members, {CHATS: Flow(0.02, 600)}, {(0, CHATS): 1.0, (1, CHATS): 3.0, (2, CHATS): 3.0})
    assert sorted((ring.agents, ring.at_once) for ring in rings[CHATS]) == [(1, 1.0), (2, 3.0)]
    assert rules.places_after(rings[CHATS], 0) == 7
    model = QueueModel(600, 300, rings=rings[CHATS])
    found = rules.estimate(model, Standing(0))
    assert found
    assert found[0] == pytest.approx(rules.quantile(0.5, 0, float(f"{7 / 600:.4g}"), float(f"{1 / 300:.4g}")), rel=0.01)
