"""Who comes before a caller where agents serve several queues: rank is global, so are those ahead. Plain Python.

An agent who becomes free takes the smallest rank over all queues served. So a caller waits for two things: the agents
of their queue (the pool) must become free, and those who come before must have been served, in whatever queue they
wait. Per agent, `b = people ahead in a queue / agents who serve them`. Of an agent's ends the caller's own line gets

    share = b_own / (b_own + sum of b over the agent's other queues),   b_own = (k + 1) / agents of the pool

and the pool ends `n·mu` services a second, mu over what its agents are busy with: who may have three chats at once ends
three times as many as one who has one (at_once.py). The wait is that of M/M/n+M for
`K + 1 = (k + 1) / share` departures at the full rate `n·mu`, and not for `k + 1` at a part of it.

Worked example: ten agents serve a busy queue A (services of 120 s) and a quiet queue B, nobody waits in B and 5 in A,
all of them before the caller of B: b_own = 1/10, b_A = 5/10, share 1/6, so K + 1 = 6 departures at 10/120 a second,
72 s on average. Had each queue five agents of its own besides: b_own = 1/15, b_A = 5/15; the ten give B a share of 1/6,
its own five all: (10/6 + 5)/120 = 1/18 a second for B's line: 18 s.

A ring that opens later adds its agents from then on. Callers of another queue whom its agents may not be given yet
count if they will still wait when they may. Times in seconds, rates a second.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Membership = tuple[int, int]  # queue, after so many seconds of waiting


@dataclass(frozen=True)
class Flow:
    """What comes to a queue and what serving it takes."""

    arrivals_a_second: float
    service_mean_seconds: float


@dataclass(frozen=True)
class Rival:
    """Another queue of the agents of a ring: from which wait on they serve it, with how many agents in all."""

    queue: int
    after_seconds: int
    agents: float
    sooner_a_second: float  # services ended by those who serve its callers before that wait


@dataclass(frozen=True)
class Ring:
    """Agents who serve a queue from the same wait on and the same other queues besides."""

    after_seconds: int
    agents: float
    ends_a_second: float  # of all of them
    rivals: tuple[Rival, ...] = ()
    at_once: float = 1.0  # contacts of the queue each of them may have, on average


@dataclass(frozen=True)
class Line:
    """Those before a caller: how many in the same queue, and how long those in other queues have waited, by rank."""

    ahead: int
    waited_seconds: float
    rivals: Mapping[int, Sequence[float]]


@dataclass(frozen=True)
class Pool:
    """What a caller waits for: the departures before the answer, their rate, and when the first of them may come."""

    departures: float
    a_second: float
    opens_in_seconds: float


def main_queues(memberships: Sequence[Membership]) -> list[int]:
    """The queues an agent serves first: what keeps them busy."""
    first = min(after for _queue, after in memberships)
    return [queue for queue, after in memberships if after == first]


@dataclass(frozen=True)
class Served:
    """What an agent serves: queues from some wait on, and of each so many contacts at once."""

    memberships: tuple[Membership, ...]
    at_once: tuple[float, ...]

    def ends_a_second(self, flows: Mapping[int, Flow], sharing: Mapping[int, int]) -> float:
        """The rate of the mix of the main queues."""
        places = {queue: many for (queue, _after), many in zip(self.memberships, self.at_once, strict=True)}
        return ends_a_second(main_queues(self.memberships), flows, sharing, places)


def rings_of(
    members: Iterable[tuple[int, int, int]],
    flows: Mapping[int, Flow],
    at_once: Mapping[tuple[int, int], float] = MappingProxyType({}),
) -> dict[int, tuple[Ring, ...]]:
    """(agent, queue, after_seconds) of those at work → the rings of each queue.

    An agent ends services at the rate of the mix of their main queues: arrivals over the work that they bring.
    `at_once`: how many contacts of a queue an agent may have, by (agent, queue); 1 where it is not said.
    """
    of_agent: dict[int, list[Membership]] = defaultdict(list)
    for agent, queue, after in members:
        of_agent[agent].append((queue, after))
    kinds: Counter[Served] = Counter()
    for agent, memberships in of_agent.items():
        memberships.sort()
        places = tuple(at_once.get((agent, queue), 1.0) for queue, _after in memberships)
        kinds[Served(tuple(memberships), places)] += 1
    sharing: Counter[int] = Counter()
    for served, many in kinds.items():
        sharing.update(dict.fromkeys(main_queues(served.memberships), many))
    ends = {served: served.ends_a_second(flows, sharing) for served in kinds}
    rivals = _rivals(kinds, ends)
    rings: dict[int, list[Ring]] = defaultdict(list)
    for served, many in kinds.items():
        for (queue, after), each in zip(served.memberships, served.at_once, strict=True):
            others = tuple(rivals[other] for other in served.memberships if other[0] != queue)
            rings[queue].append(Ring(after, float(many), many * ends[served], others, each))
    return {queue: tuple(sorted(found, key=lambda ring: ring.after_seconds)) for queue, found in rings.items()}


def _rivals(kinds: Mapping[Served, int], ends: Mapping[Served, float]) -> dict[Membership, Rival]:
    """Each queue as those who serve it from some wait on have it for a rival."""
    at: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for served, many in kinds.items():
        for queue, after in served.memberships:
            sums = at[queue][after]
            sums[0] += many
            sums[1] += many * ends[served]
    found = {}
    for queue, waits in at.items():
        agents = a_second = 0.0
        for after, (more, more_a_second) in sorted(waits.items()):
            agents += more
            found[queue, after] = Rival(queue, after, agents, a_second)
            a_second += more_a_second
    return found


def ends_a_second(
    queues: Sequence[int],
    flows: Mapping[int, Flow],
    sharing: Mapping[int, int],
    at_once: Mapping[int, float] = MappingProxyType({}),
) -> float:
    """How many services an agent of these queues ends a second while busy.

    Two queues of the same agents, 1 call a second of 100 s and 3 of 200 s: 4 / (100 + 600) = 1/175. If the 3 are chats,
    three at once, each takes a third of an agent: 4 / (100 + 200) = 1/75.
    """
    known = [(flows[queue], at_once.get(queue, 1.0), sharing[queue]) for queue in queues if queue in flows]
    if not known:
        return 0.0
    came = [flow.arrivals_a_second / agents for flow, _places, agents in known]
    came = came if sum(came) else [1.0] * len(known)
    seconds = [max(flow.service_mean_seconds, 1e-3) / places for flow, places, _agents in known]
    return sum(came) / sum(many * each for many, each in zip(came, seconds, strict=True))


def overtaking_beside(
    members: Iterable[tuple[int, int, int]], overtaking: Mapping[int, Sequence[tuple[float, float]]]
) -> dict[int, tuple[tuple[float, float], ...]]:
    """Those of other queues who overtake a queue's callers at its agents: (head start, a second), by queue.

    Of a queue all of whose agents are shared everybody counts, of one a third of whose agents are shared a third.
    """
    of_agent: dict[int, list[Membership]] = defaultdict(list)
    for agent, queue, after in members:
        of_agent[agent].append((queue, after))
    serving, both = Counter[int](), Counter[tuple[int, int]]()
    for served in of_agent.values():
        first = main_queues(served)
        serving.update(first)
        both.update((queue, other) for queue in first for other in first if other != queue)
    found: dict[int, dict[float, float]] = defaultdict(dict)
    for (queue, other), many in both.items():
        for head_start, a_second in overtaking.get(other, ()):
            rate = a_second * many / serving[other]
            found[queue][head_start] = found[queue].get(head_start, 0.0) + rate
    return {queue: tuple(sorted(rates.items())) for queue, rates in found.items()}


def pool(rings: Sequence[Ring], standing: Line, expected_seconds: float) -> Pool | None:
    """What the caller waits for when the wait will be about so long; None when nobody ever serves the queue."""
    working = [ring for ring in rings if ring.ends_a_second > 0]
    if not working:
        return None
    horizon = standing.waited_seconds + expected_seconds
    opened = [ring for ring in working if ring.after_seconds <= horizon] or working
    own = (standing.ahead + 1) / sum(ring.agents for ring in opened)
    parts = []
    for ring in working:
        beside = sum(competing(rival, standing, expected_seconds) / rival.agents for rival in ring.rivals)
        opens_in = max(0.0, ring.after_seconds - standing.waited_seconds)
        parts.append((opens_in, ring.ends_a_second, own / (own + beside)))
    first = parts[0][0]
    seconds = seconds_to_serve([(opens - first, ends * share) for opens, ends, share in parts], standing.ahead + 1)
    departures = sum(ends * max(0.0, seconds - (opens - first)) for opens, ends, _share in parts)
    return Pool(departures, departures / seconds, first)


def competing(rival: Rival, standing: Line, within_seconds: float) -> int:
    """How many of those before the caller in another queue this queue's agents may be given by then.

    Who may not be given to them yet still waits by then if those who may be have not come so far in the line.
    """
    many = 0
    for position, waited in enumerate(standing.rivals.get(rival.queue, ()), start=1):
        opens_in = rival.after_seconds - waited
        many += opens_in <= 0 or (opens_in <= within_seconds and position > opens_in * rival.sooner_a_second)
    return many


def seconds_to_serve(parts: Sequence[tuple[float, float]], people: float) -> float:
    """When so many are served by parts of (from this moment on, a second), the first of which begins at 0.

    3 people, 0.1 a second and 0.2 more from 10 s on: 1 by then, 2 at 0.3 a second, 16.7 s.
    """
    begin, rate = 0.0, 0.0
    for opens, a_second in parts:
        if rate > 0 and people <= rate * (opens - begin):
            break
        people -= rate * (opens - begin)
        begin, rate = opens, rate + a_second
    return begin + people / rate
