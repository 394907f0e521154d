"""A simulated floor whose agents serve two queues by rank: what is foreseen on entry, and what comes."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from wanhao.service.waits import rules
from wanhao.service.waits.rules import QueueModel, Standing
from wanhao.service.waits.sharing import Flow, rings_of

PATIENCE = 300.0
WARM_UP = 300  # callers


@dataclass(frozen=True)
class Demand:
    """What comes to a queue."""

    arrivals_a_second: float
    service_seconds: float


@dataclass
class Foreseen:
    """A prediction on entry, the usual estimators beside it, and what came."""

    queue: int
    p50: float
    p90: float
    simple: float
    last_entered: float
    running_average: float
    waited: float = 0.0
    is_answered: bool = False


@dataclass
class Caller:
    """Somebody who waits; `foreseen` is None for who came before enough had happened."""

    number: int
    queue: int
    at: float
    foreseen: Foreseen | None = None


@dataclass
class Floor:
    """Agents as lists of (queue, after seconds); exponential times; the smallest arrival over all queues first."""

    agents: list[list[tuple[int, int]]]
    demands: dict[int, Demand]
    seed: int = 1
    waiting: dict[int, Caller] = field(default_factory=dict)
    told: list[Foreseen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = np.random.default_rng(self.seed)
        members = [(n, queue, after) for n, served in enumerate(self.agents) for queue, after in served]
        flows = {queue: Flow(one.arrivals_a_second, one.service_seconds) for queue, one in self.demands.items()}
        rings = rings_of(members, flows)
        self.models = {
            queue: QueueModel(demand.service_seconds, PATIENCE, rings=rings[queue])
            for queue, demand in self.demands.items()
        }
        self.free = set(range(len(self.agents)))
        self.answers: dict[int, deque[float]] = {queue: deque(maxlen=60) for queue in self.demands}
        self.events: list[tuple[float, int, str, int]] = []
        self.order = count()

    def at(self, when: float, what: str, value: int) -> None:
        heapq.heappush(self.events, (when, next(self.order), what, value))

    def run(self, callers: int) -> list[Foreseen]:
        """Let so many callers come; the predictions of those who had to wait."""
        for queue in self.demands:
            self.at(self.gap(queue), "arrival", queue)
        numbers = count()
        while (number := next(numbers)) < 50 * callers and self.events:
            now, _order, what, value = heapq.heappop(self.events)
            if what == "arrival":
                self.arrive(number, value, now, is_early=number < WARM_UP)
                self.at(now + self.gap(value), "arrival", value)
            elif what == "gives up":
                if (caller := self.waiting.pop(value, None)) is not None:
                    self.end(caller, now)
            elif what == "free":
                self.free.add(value)
            self.serve(now)
            if len(self.told) >= callers:
                break
        return [one for one in self.told if one.waited]

    def gap(self, queue: int) -> float:
        return float(self.draw.exponential(1 / self.demands[queue].arrivals_a_second))

    def arrive(self, number: int, queue: int, now: float, *, is_early: bool) -> None:
        self.waiting[number] = Caller(number, queue, now)
        self.at(now + float(self.draw.exponential(PATIENCE)), "gives up", number)
        for served in self.agents:
            for one, after in served:
                if one == queue and after:
                    self.at(now + after, "ring", number)
        self.serve(now)
        if number in self.waiting and not is_early and self.answers[queue]:
            self.waiting[number].foreseen = self.foresee(self.waiting[number], now)
            self.told.append(self.waiting[number].foreseen)

    def foresee(self, caller: Caller, now: float) -> Foreseen:
        ahead = {
            queue: [now - one.at for one in self.waiting.values() if one.queue == queue and one is not caller]
            for queue in self.demands
        }
        standing = Standing(len(ahead[caller.queue]), rivals=ahead)
        found = rules.estimate(self.models[caller.queue], standing)
        assert found is not None
        agents = rules.agents_after(self.models[caller.queue].rings, 0)
        simple = rules.simple_wait(standing.ahead, agents, self.demands[caller.queue].service_seconds)
        answers = self.answers[caller.queue]
        return Foreseen(caller.queue, *found, simple or 0.0, answers[-1], rules.running_average(answers))

    def serve(self, now: float) -> None:
        """Every free agent takes the first caller of all queues whose ring is open."""
        for caller in sorted(self.waiting.values(), key=lambda one: one.at):
            able = [n for n in self.free if self.may_serve(n, caller, now)]
            if able:
                agent = able[int(self.draw.integers(len(able)))]
                self.free.discard(agent)
                del self.waiting[caller.number]
                self.answers[caller.queue].append(now - caller.at)
                self.end(caller, now, is_answered=True)
                seconds = self.draw.exponential(self.demands[caller.queue].service_seconds)
                self.at(now + float(seconds), "free", agent)

    def may_serve(self, agent: int, caller: Caller, now: float) -> bool:
        return any(queue == caller.queue and now - caller.at >= after - 1e-6 for queue, after in self.agents[agent])

    @staticmethod
    def end(caller: Caller, now: float, *, is_answered: bool = False) -> None:
        if caller.foreseen is not None:
            caller.foreseen.waited, caller.foreseen.is_answered = now - caller.at, is_answered


def errors(told: list[Foreseen]) -> dict[str, float]:
    """The mean error of each estimator over those answered."""
    names = {"ours": "p50", "simple": "simple", "last": "last_entered", "average": "running_average"}
    answered = [one for one in told if one.is_answered]
    return {
        name: float(np.mean([abs(getattr(one, of) - one.waited) for one in answered])) for name, of in names.items()
    }


def coverage(told: list[Foreseen]) -> float:
    """The part of those who stay that is answered within P90 (Kaplan and Meier)."""
    curve = rules.kaplan_meier([one.waited / one.p90 for one in told], [one.is_answered for one in told])
    return curve.within(1.0)
