"""The life on the floor of the measurement: who is there, and one event after the other through the actions."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from wanhao.foundation.audit.events import Actor

BENCH = Actor.system("bench")
QUEUES = 20
QUEUES_PER_AGENT = 3
WRAP_UP_SECONDS = 2
OFFER_SECONDS = 5
DECLINES = 0.02
STUCK = """
select count(*) from routing_offer
where ended_at is null and accepted_at is null and expires_at < now() - interval '2 s'
"""
STRANDED = """
select count(*) from routing_place p join routing_membership m using (queue_id)
    join routing_agent a on a.staff_id = m.agent_id
where p.left_at is null and not p.is_offered and a.state = 'ready' and a.load + p.weight <= 100
"""
WRONG_LOAD = """
select count(*) from routing_agent a where load <> coalesce(
    (select sum(weight) from routing_offer o where o.agent_id = a.staff_id and o.ended_at is null), 0)
"""


@dataclass
class Floor:
    """What is going on, as the people on the floor know it."""

    unit: Any
    queues: list[Any]
    rng: random.Random
    ringing: deque[tuple[int, int]] = field(default_factory=deque)  # offer, agent
    serving: deque[tuple[int, int]] = field(default_factory=deque)
    wrapping: deque[int] = field(default_factory=deque)
    away: deque[int] = field(default_factory=deque)
    offered: list[tuple[int, float]] = field(default_factory=list)  # contact, when the call began
    took: list[float] = field(default_factory=list)
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Measure from now on."""
        self.offered, self.took, self.failed = [], [], 0

    def one_event(self, number: int) -> None:
        """The next thing that happens: an answer, an end, a wrap-up, an arrival in turn."""
        began = time.perf_counter()
        try:
            (self.answer, self.end, self.finish, self.arrive)[number % 4](began)
        except Exception:
            self.failed += 1
            raise
        finally:
            self.took.append(time.perf_counter() - began)

    def arrive(self, began: float) -> None:
        """A customer comes to a random queue; sometimes ahead of others. Who was away comes back."""
        from wanhao.service.contacts.actions import open_contact
        from wanhao.service.routing import actions
        from wanhao.service.routing.rules import HeadStartReason

        contact = open_contact(channel="call", unit=self.unit, by=BENCH)
        reasons = [HeadStartReason("vip", 300)] if self.rng.random() < 0.1 else []
        began = time.perf_counter()
        placed = actions.enqueue(contact.pk, self.rng.choice(self.queues), reasons=reasons)
        if placed.offer_id and placed.agent_id:
            self._ring(placed.offer_id, placed.agent_id, contact.pk, began)
        if agent_id := self._take(self.away):
            self._offered(actions.set_state(agent_id, "ready", by=BENCH), began)

    def answer(self, _began: float) -> None:
        """An agent answers, or declines."""
        from wanhao.service.routing import actions

        if (ring := self._take(self.ringing)) is None:
            return
        offer_id, agent_id = ring
        if self.rng.random() < DECLINES:
            began = time.perf_counter()
            moved = actions.offer_failed(offer_id, "declined")
            if moved and moved.offer_id and moved.agent_id:
                self._ring(moved.offer_id, moved.agent_id, contact_of(moved.offer_id), began)
            self.away.append(agent_id)
        elif actions.accept_offer(offer_id):
            self.serving.append((offer_id, agent_id))

    def end(self, began: float) -> None:
        """A conversation ends."""
        from wanhao.service.routing import actions

        if (service := self._take(self.serving)) is not None:
            self._offered(actions.end_service(service[0]), began)
            self.wrapping.append(service[1])

    def finish(self, began: float) -> None:
        """An agent has finished the wrap-up and gets the next contact."""
        from wanhao.service.routing import actions

        if (agent_id := self._take(self.wrapping)) is not None:
            self._offered(actions.finish_wrap_up(agent_id), began)

    def waiting_now(self) -> int:
        """How many wait."""
        from wanhao.service.routing.models import Place

        return Place.objects.filter(left_at=None).count()

    def _take(self, things: deque[Any]) -> Any:
        with self.lock:
            return things.popleft() if things else None

    def _offered(self, offer: Any, began: float) -> None:
        if offer is not None:
            self._ring(offer.pk, offer.agent_id, offer.contact_id, began)

    def _ring(self, offer_id: int, agent_id: int, contact_id: int, began: float) -> None:
        self.ringing.append((offer_id, agent_id))
        self.offered.append((contact_id, began))


def contact_of(offer_id: int) -> int:
    """Whose offer it is."""
    from wanhao.service.routing.models import Offer

    return Offer.objects.values_list("contact_id", flat=True).get(pk=offer_id)


def furnish(agents: int, waiting: int, *, leaders: int, rng: random.Random) -> tuple[Floor, list[str]]:
    """A centre whose agents all serve and in whose queues so many wait; and the cookies of its leaders."""
    from django.test import Client

    from wanhao.foundation.accounts.models import Posting, Staff, Unit
    from wanhao.foundation.accounts.rights import Role
    from wanhao.service.routing import actions

    operator = Unit.objects.create(kind="operator", code="operator", name_zh="运营商", path="operator/")
    region = Unit.objects.create(kind="region", code="region", name_zh="区域", parent=operator, path="operator/region/")
    centre = Unit.objects.create(
        kind="centre", code="centre", name_zh="中心", parent=region, region=region, path="region/c/"
    )
    floor = Floor(centre, make_queues(centre, region), rng)
    for number in range(agents):
        person = Staff.objects.create(staff_number=f"7{number:04d}", name="坐席", unit=centre)
        actions.enrol_agent(person, by=BENCH)
        for queue in rng.sample(floor.queues, QUEUES_PER_AGENT):
            actions.set_membership(queue, person.pk, level=rng.randint(1, 3), by=BENCH)
        actions.set_state(person.pk, "ready", by=BENCH)
    while len(floor.serving) < agents or floor.waiting_now() < waiting:
        floor.arrive(0.0)
        floor.answer(0.0)
    cookies = []
    for number in range(leaders):
        leader = Staff.objects.create(
            staff_number=f"81{number:02d}", name="班长", unit=centre, must_change_password=False
        )
        Posting.objects.create(staff=leader, role=Role.DUTY_LEADER, unit=centre)
        browser = Client(SERVER_NAME="127.0.0.1")
        browser.force_login(leader)
        browser.get("/live/stream/", {"topics": "agent:me"})
        cookies.append(f"sessionid={browser.cookies['sessionid'].value}")
    return floor, cookies


def make_queues(centre: Any, region: Any) -> list[Any]:
    """Queues with short wrap-ups and offers."""
    from wanhao.service.routing.models import Queue

    times = {"wrap_up_seconds": 3600, "offer_seconds": OFFER_SECONDS, "longest_wait_seconds": 80_000}
    names = [f"q{number}" for number in range(QUEUES)]
    made = [
        Queue.objects.create(code=n, name_zh=n, name_en=n, unit=centre, region=region, channels=["call"], **times)
        for n in names
    ]
    return sorted(made, key=lambda queue: queue.pk)


def left_behind() -> dict[str, int]:
    """What must be nought when all is quiet again."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name, sql in {"stuck_reserved": STUCK, "stranded": STRANDED, "wrong_load": WRONG_LOAD}.items():
            cursor.execute(sql)
            found[name] = int(cursor.fetchone()[0])
    return found
