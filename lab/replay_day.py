"""Replays a day through the real routing: every arrival, answer, end and hang-up is the action the product uses.

Time runs `speed` times as fast. Routing uses the clock of the database, so all lengths are divided by the speed on the
way in and multiplied on the way out; head starts too.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from lab.replay_plan import CLASSES, Caller, Day

if TYPE_CHECKING:
    from wanhao.service.routing.models import Queue

THREADS = 6
HELP_AFTER_SECONDS = 60  # specialists help out with general callers after this wait
FLOWS_EVERY, AGENTS_EVERY, SWEEP_EVERY, LOOK_EVERY = 30.0, 6.0, 6.0, 3.0
LONG = 10_000


@dataclass(frozen=True)
class Made:
    """The floor of the replay: queues by code, contacts in the order of callers, agents of both kinds."""

    queues: dict[str, Queue]
    contacts: list[int]
    general: list[int]
    fault: list[int]


def build(day: Day, speed: float) -> Made:
    """Queues, head starts, agents and contacts."""
    from django.utils import timezone

    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.foundation.audit.events import Actor
    from wanhao.service.contacts.models import Contact
    from wanhao.service.routing import actions as routing
    from wanhao.service.routing.models import HeadStart, Queue

    lab = Actor.system("replay")
    unit = Unit.objects.create(kind="operator", code="op", name_zh="重放", name_en="Replay", path="op/")
    plain: dict[str, Any] = {"unit": unit, "region": unit, "offer_seconds": 60, "wrap_up_seconds": 600}
    plain |= {"longest_wait_seconds": LONG, "max_waiting": LONG, "preferred_seconds": 0}
    plain |= {"answer_limit_seconds": max(1, round(15 / speed))}
    queues = {
        code: Queue.objects.create(code=code, name_zh=code, name_en=code, **plain) for code in ("general", "fault")
    }
    for kind, _share, seconds in CLASSES:
        HeadStart.objects.create(reason=kind, name_zh=kind, name_en=kind, seconds=round(seconds / speed))

    def hire(number: int, serves: list[tuple[str, int, int]]) -> int:
        staff = Staff.objects.create(staff_number=str(number), name=f"坐席{number}", unit=unit)
        agent = routing.enrol_agent(staff, by=lab)
        for code, level, after in serves:
            routing.set_membership(queues[code], agent.pk, level=level, after_seconds=after, by=lab)
        return agent.pk

    helping = max(1, round(HELP_AFTER_SECONDS / speed))
    general = [hire(100_000 + n, [("general", 2, 0)]) for n in range(max(s.general for s in day.shifts))]
    fault = [
        hire(200_000 + n, [("fault", 3, 0), ("general", 1, helping)]) for n in range(max(s.fault for s in day.shifts))
    ]
    rows = Contact.objects.bulk_create(
        [Contact(channel="call", unit=unit, region=unit, arrived_at=timezone.now()) for _caller in day.callers], 2000
    )
    return Made(queues, [row.pk for row in rows], general, fault)


class Replay:
    """The day while it runs: a heap of what happens when, done by a few threads as it becomes due."""

    def __init__(self, day: Day, made: Made, speed: float, say: Callable[[str], None]) -> None:
        self.day, self.made, self.speed, self.say = day, made, speed, say
        self._heap: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._order = count()
        self._wake = threading.Condition()
        self._answering: set[int] = set()
        self._caller_of = dict(zip(made.contacts, day.callers, strict=True))
        self._began = 0.0
        self._is_over = False
        self.late_seconds: list[float] = []
        self.failures: list[str] = []

    # -- the clock ----------------------------------------------------------------------------------------

    def at(self, model_seconds: float, do: Callable[..., None], *values: Any) -> None:
        """Do this at a moment of the day."""
        with self._wake:
            heapq.heappush(self._heap, (model_seconds, next(self._order), do, values))
            self._wake.notify()

    def now(self) -> float:
        """Seconds of the day that have passed."""
        return (time.monotonic() - self._began) * self.speed

    def run(self, prior: Any) -> None:
        """From the first caller to the end of the day and half an hour after it."""
        from wanhao.service.waits import measuring

        measuring.measure_flows(prior)
        for shift in self.day.shifts:
            self.at(shift.at, self.change_shift, shift.general, shift.fault)
        for contact, caller in self._caller_of.items():
            self.at(caller.at, self.arrive, contact, caller)
        self._began = time.monotonic()
        self.at(0, self.every, FLOWS_EVERY, self.measure_flows, prior)
        self.at(0, self.every, AGENTS_EVERY, measuring.measure_agents)
        self.at(0, self.every, SWEEP_EVERY, self.sweep)
        self.at(0, self.every, LOOK_EVERY, self.look)
        for hour in range(1, int(self.day.seconds // 3600) + 1):
            self.at(hour * 3600, lambda hour=hour: self.say(f"{hour} h replayed"))
        threads = [threading.Thread(target=self._work) for _thread in range(THREADS)]
        for thread in threads:
            thread.start()
        time.sleep((self.day.seconds + 1800) / self.speed)
        self._is_over = True
        with self._wake:
            self._wake.notify_all()
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        from django.db import connection

        while (due := self._next()) is not None:
            do, values = due
            try:
                do(*values)
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")
        connection.close()

    def _next(self) -> tuple[Callable[..., None], tuple[Any, ...]] | None:
        with self._wake:
            while not self._is_over:
                wait = (self._heap[0][0] - self.now()) / self.speed if self._heap else 1.0
                if wait <= 0:
                    due, _order, do, values = heapq.heappop(self._heap)
                    self.late_seconds.append((self.now() - due) / self.speed)
                    return do, values
                self._wake.wait(min(wait, 1.0))
        return None

    def every(self, model_seconds: float, do: Callable[..., None], *values: Any) -> None:
        """Do it now, and again after so many seconds."""
        try:
            do(*values)
        finally:
            self.at(self.now() + model_seconds, self.every, model_seconds, do, *values)

    # -- what happens -------------------------------------------------------------------------------------

    def arrive(self, contact: int, caller: Caller) -> None:
        """A caller enters the queue; who is not offered at once gets a prediction and may give up."""
        from wanhao.service.routing import actions as routing
        from wanhao.service.routing.rules import HeadStartReason
        from wanhao.service.waits import actions as waits

        ahead = round(caller.head_start / self.speed)
        reasons = [HeadStartReason(caller.kind, ahead)] if ahead else []
        placed = routing.enqueue(contact, self.made.queues[caller.queue], reasons=reasons)
        if placed.offer_id is not None:
            self.ring(placed.offer_id, contact)
            return
        self.at(self.now() + caller.patience, self.give_up, contact)
        waits.keep_on_entry(contact)

    def ring(self, offer: int, contact: int) -> None:
        """The agent's telephone rings; it is answered once."""
        if offer not in self._answering:
            self._answering.add(offer)
            self.at(self.now() + self._caller_of[contact].ring, self.answer, offer, contact)

    def answer(self, offer: int, contact: int) -> None:
        """The agent answers, unless the caller left."""
        from wanhao.service.routing import actions as routing

        if routing.accept_offer(offer):
            self.at(self.now() + self._caller_of[contact].talk, self.end, offer, contact)

    def end(self, offer: int, contact: int) -> None:
        """The conversation is over, the agent wraps up."""
        from wanhao.service.routing import actions as routing
        from wanhao.service.routing.models import Offer

        routing.end_service(offer)
        agent = Offer.objects.values_list("agent_id", flat=True).get(pk=offer)
        self.at(self.now() + self._caller_of[contact].wrap_up, self.finish, agent)

    def finish(self, agent: int) -> None:
        """The agent is free and may get the next caller at once."""
        from wanhao.service.routing import actions as routing

        if made := routing.finish_wrap_up(agent):
            self.ring(made.pk, made.contact_id)

    def give_up(self, contact: int) -> None:
        """The caller's patience is over, if they still wait."""
        from wanhao.service.routing import actions as routing

        routing.leave_queue(contact, "abandoned")

    def change_shift(self, general: int, fault: int) -> None:
        """So many are at work from now on; who goes finishes the running call."""
        from wanhao.foundation.accounts.models import Staff
        from wanhao.service.routing import actions as routing
        from wanhao.service.routing.models import Agent

        states = dict(Agent.objects.values_list("pk", "state"))
        for agents, many in ((self.made.general, general), (self.made.fault, fault)):
            for position, agent in enumerate(agents):
                is_away = states[agent] in ("offline", "meeting")
                if is_away != (position >= many):
                    state = "ready" if is_away else "meeting"
                    made = routing.set_state(agent, state, by=Staff.objects.get(pk=agent))
                    if made is not None:
                        self.ring(made.pk, made.contact_id)

    # -- what the worker does -----------------------------------------------------------------------------

    def measure_flows(self, prior: Any) -> None:
        """As the worker's loop does."""
        from wanhao.service.waits import actions, measuring

        actions.compare_predictions()
        measuring.measure_flows(prior)

    def sweep(self) -> None:
        """As the worker's loop does."""
        from wanhao.service.routing import actions as routing

        for made in routing.sweep():
            self.ring(made.pk, made.contact_id)

    def look(self) -> None:
        """Offers made to an agent freed by somebody who hung up while they rang."""
        from wanhao.service.routing.models import Offer

        for offer, contact in Offer.objects.filter(ended_at=None, accepted_at=None).values_list("pk", "contact_id"):
            self.ring(offer, contact)
