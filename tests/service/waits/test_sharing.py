"""Agents of several queues: laws, worked examples, and simulated floors on which the estimate must be the best."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.waits.shared_floor import Demand, Floor, coverage, errors
from wanhao.service.waits import rules, sharing
from wanhao.service.waits.rules import QueueModel, Standing
from wanhao.service.waits.sharing import Flow, Line, Ring, Rival

A, B = 1, 2
WAITS = st.lists(st.floats(0, 600), max_size=40)


def floor(shared: int, *, own: int = 0, other: int = 0, after: int = 0) -> dict[int, tuple[Ring, ...]]:
    """Rings of a busy queue A and a quiet queue B with so many agents of both, of B alone and of A alone."""
    served = [[(B, 0), (A, after)]] * shared + [[(B, 0)]] * own + [[(A, 0)]] * other
    members = [(n, queue, late) for n, each in enumerate(served) for queue, late in each]
    return sharing.rings_of(members, {A: Flow(1.0, 120), B: Flow(0.0, 120)})


def pool_of(rings: tuple[Ring, ...], ahead: int, rivals: list[float], within: float = 0) -> sharing.Pool:
    found = sharing.pool(rings, Line(ahead, 0.0, {A: rivals}), within)
    assert found is not None
    return found


def test_the_worked_examples() -> None:
    same = pool_of(floor(10)[B], 0, [10.0] * 5)
    assert (same.departures, same.a_second) == (pytest.approx(6), pytest.approx(10 / 120))
    besides = pool_of(floor(10, own=5, other=5)[B], 0, [10.0] * 5)
    assert besides.departures / besides.a_second == pytest.approx(18)


def test_the_mix_of_what_agents_serve_gives_their_rate() -> None:
    flows = {A: Flow(1.0, 100), B: Flow(3.0, 200)}
    assert sharing.ends_a_second([A, B], flows, {A: 4, B: 4}) == pytest.approx(1 / 175)
    assert sharing.ends_a_second([A], {A: Flow(0, 100)}, {A: 4}) == pytest.approx(1 / 100)  # nobody came yet
    assert sharing.ends_a_second([A], {}, {A: 4}) == 0


@given(st.integers(1, 40), st.integers(0, 60), WAITS)
def test_queues_with_the_same_agents_are_one_queue(agents: int, ahead: int, rivals: list[float]) -> None:
    found = pool_of(floor(agents)[B], ahead, rivals)
    assert found.departures == pytest.approx(ahead + len(rivals) + 1)
    assert found.a_second == pytest.approx(agents / 120)


@given(st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 30), WAITS, st.floats(0, 600))
def test_more_people_ahead_never_shorten_and_agents_of_ones_own_never_lengthen(
    shared: int, own: int, other: int, ahead: int, rivals: list[float], one_more: float
) -> None:
    def seconds(own: int, ahead: int, rivals: list[float]) -> float:
        found = pool_of(floor(shared, own=own, other=other)[B], ahead, rivals)
        return found.departures / found.a_second

    now = seconds(own, ahead, rivals)
    assert now * (1 + 1e-9) >= seconds(own, ahead, [])
    assert seconds(own, ahead + 1, rivals) > now
    assert seconds(own, ahead, [*rivals, one_more]) * (1 + 1e-9) >= now
    assert seconds(own + 1, ahead, rivals) < now * (1 + 1e-9)


@pytest.mark.parametrize(
    ("waited", "within", "sooner", "many"),
    [
        ([70.0], 0, 0.0, 1),  # the ring is open for them
        ([30.0], 0, 0.0, 0),  # not yet
        ([30.0], 40, 0.0, 1),  # it will be
        ([30.0, 30.0, 30.0], 40, 0.05, 2),  # 30 s at 0.05 a second: the first of them is served by then
    ],
)
def test_who_competes_only_later(waited: list[float], within: float, sooner: float, many: int) -> None:
    rival = Rival(A, 60, 10.0, sooner)
    assert sharing.competing(rival, Line(0, 0.0, {A: waited}), within) == many


def test_a_part_that_begins_later() -> None:
    assert sharing.seconds_to_serve([(0, 0.1), (10, 0.2)], 3) == pytest.approx(10 + 2 / 0.3)
    assert sharing.seconds_to_serve([(0, 0.1), (10, 0.2)], 0.5) == pytest.approx(5)


def test_who_overtakes_at_shared_agents_counts_by_how_many_are_shared() -> None:
    members = [(1, A, 0), (1, B, 0), (2, A, 0), (3, B, 60), (3, A, 0)]
    found = sharing.overtaking_beside(members, {A: [(300.0, 0.03)], B: [(120.0, 0.01)]})
    assert found == {A: ((120.0, 0.01),), B: ((300.0, pytest.approx(0.01)),)}


def test_a_quiet_queue_is_not_told_to_wait_for_a_fraction_of_an_agent() -> None:
    model = QueueModel(240, 300, rings=floor(10)[B])
    found = rules.estimate(model, Standing(0, rivals={A: [5.0]}))
    assert found is not None
    assert found[0] < 30  # two departures of ten agents


FLOORS = {
    "the same agents": ([[(A, 0), (B, 0)]] * 10, {A: Demand(0.075, 120), B: Demand(0.008, 200)}),
    "half of A's agents serve B": (
        [[(A, 0)]] * 6 + [[(A, 0), (B, 0)]] * 6,
        {A: Demand(0.09, 120), B: Demand(0.01, 150)},
    ),
    "each has agents of its own": (
        [[(A, 0)]] * 5 + [[(A, 0), (B, 0)]] * 5 + [[(B, 0)]] * 3,
        {A: Demand(0.08, 120), B: Demand(0.028, 150)},
    ),
    "B's agents help A after 30 s": (
        [[(A, 0)]] * 8 + [[(B, 0), (A, 30)]] * 4,
        {A: Demand(0.07, 120), B: Demand(0.026, 150)},
    ),
}


@pytest.mark.parametrize("name", FLOORS)
def test_on_a_shared_floor_it_is_nearer_than_the_usual_estimators_and_its_p90_covers(name: str) -> None:
    agents, demands = FLOORS[name]
    told = Floor(agents, demands).run(6000)
    for queue in (A, B):
        mine = [one for one in told if one.queue == queue]
        found = errors(mine)
        assert len(mine) > 300
        assert found["ours"] == min(found.values()), found
        assert 0.87 <= coverage(mine) <= 0.93, coverage(mine)
