"""Simulated customers and robot agents: real SIP calls against this machine's telephony, for the demo.

The first agents of each queue stay free for people: sign in as 8001, 8002 or 8015 and take calls beside the robots.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import structlog
from asgiref.sync import sync_to_async

from config import environment as settings
from lab.invented_customers import CALLING_CUSTOMERS, mobile
from lab.operator_data import DEMO_PIN, WITH_PIN
from softswitch.errors import SwitchError
from softswitch.phone import PhoneCall, PhoneSet

log = structlog.get_logger(__name__)

ROBOTS = ("8003", "8004", "8005", "8008", "8009", "8010", "8016", "8017", "8018", "8020")
MEAN_SECONDS_BETWEEN_CALLS = 5.0
TALK_SECONDS = (8.0, 40.0)
PATIENCE_SECONDS = 45.0
KEYS = {"0": 50, "2": 25, "3": 8, "1": 10, "9": 7, "6": 3}
ACCOUNT = "1"  # balance and bill: after the PIN
RATINGS = {"5": 60, "4": 25, "3": 9, "2": 3, "1": 3}
BACK_TO_WORK_SECONDS = 15.0
WANTS_CALLBACK = 0.25  # of those who have waited for a while
ASKS_FOR_HELP = 0.06  # of the calls a robot takes
HELP_WORDS = {
    "business-rule": "客户问合约期内能不能降档，怎么答？",
    "system-fault": "受理页面一直转圈，客户在线等。",
    "angry-customer": "客户情绪激动，要求找领导。",
    "fault-progress": "城东片区断网，对外口径是什么？",
    "refund": "客户要求退三个月的费，超出我的权限。",
}


@dataclass(frozen=True)
class Robot:
    """A member of staff who is a robot."""

    staff_id: int
    staff_number: str
    password: str


def robots() -> list[Robot]:
    """The robots' telephone accounts; made on the first start."""
    from wanhao.service.calls.actions import sip_account
    from wanhao.service.routing import queries as routing

    found = []
    for number in ROBOTS:
        agent = routing.agent_by_number(number)
        if agent is not None:
            found.append(Robot(agent.pk, number, sip_account(agent.staff).password))
    return found


def get_ready(robot: Robot) -> None:
    """Go to work unless busy with a contact."""
    from wanhao.service.routing import actions
    from wanhao.service.routing import queries as routing

    now = routing.agent_now(robot.staff_id)
    if now is not None and now.agent.state in ("offline", "not_answering"):
        actions.set_state(robot.staff_id, "ready", by=now.agent.staff)


def ask_for_help(robot: Robot, topic: str) -> None:
    """Call a leader, with the customer on the line."""
    from wanhao.common.errors import Refused
    from wanhao.management.help import actions
    from wanhao.service.routing import queries as routing

    now = routing.agent_now(robot.staff_id)
    if now is None or not now.serving:
        return
    staff, contact = now.agent.staff, now.serving[0].contact
    with contextlib.suppress(Refused):
        actions.ask_for_help(topic, HELP_WORDS[topic], contact_id=contact.public_id, by=staff)


def need_no_more_help(robot: Robot) -> None:
    """The customer is gone: whatever was asked for is settled."""
    from wanhao.common.errors import Refused
    from wanhao.management.help import actions
    from wanhao.service.routing import queries as routing

    now = routing.agent_now(robot.staff_id)
    if now is not None:
        with contextlib.suppress(Refused):
            actions.finish_request(by=now.agent.staff)


def picked(weights: dict[str, int], chance: random.Random) -> str:
    """One key by its weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


class People:
    """Everybody who calls and everybody who answers."""

    def __init__(self, server: tuple[str, int], seed: int = 10000) -> None:
        self.customers = PhoneSet(server)
        self.staff = PhoneSet(server)
        self.chance = random.Random(seed)
        self.calls: set[asyncio.Task[None]] = set()

    async def open(self, known: list[Robot]) -> None:
        """Register the robots' telephones."""
        await self.customers.start()
        await self.staff.start()
        for robot in known:
            line = self.staff.line(robot.staff_number, robot.password)
            line.on_call = partial(self.take, robot)
            await line.register()

    async def take(self, robot: Robot, call: PhoneCall) -> None:
        """A robot answers, talks for a while, now and then calls a leader, and hangs up."""
        await call.ring()
        await asyncio.sleep(self.chance.uniform(0.5, 3))
        await call.answer()
        needs_help = self.chance.random() < ASKS_FOR_HELP
        if needs_help:
            await asyncio.sleep(2)
            topic = self.chance.choice(list(HELP_WORDS))
            await sync_to_async(ask_for_help, thread_sensitive=False)(robot, topic)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(call.wait_ended(), self.chance.uniform(*TALK_SECONDS))
        await call.hangup()
        if needs_help:
            await sync_to_async(need_no_more_help, thread_sensitive=False)(robot)

    async def keep_working(self, known: list[Robot]) -> None:
        """Robots go to work and come back after not having answered."""
        while True:
            for robot in known:
                await sync_to_async(get_ready, thread_sensitive=False)(robot)
            await asyncio.sleep(BACK_TO_WORK_SECONDS)

    async def keep_calling(self) -> None:
        """Customers call at random moments (a Poisson stream)."""
        while True:
            await asyncio.sleep(self.chance.expovariate(1 / MEAN_SECONDS_BETWEEN_CALLS))
            task = asyncio.create_task(self.call_once())
            self.calls.add(task)
            task.add_done_callback(self.calls.discard)

    async def call_once(self) -> None:
        """One customer: dials, presses a key, waits as long as patience lasts, talks, rates."""
        first = picked(KEYS, self.chance)
        number = mobile(self.chance.randint(1, WITH_PIN if first == ACCOUNT else CALLING_CUSTOMERS))
        line = self.customers.line(number)
        try:
            call = await line.call("10000")
            await call.wait_answered()
            await self.live(call, first)
        except SwitchError as error:
            log.info("a simulated call failed", problem=str(error))
        finally:
            self.customers.lines.pop(number, None)

    async def live(self, call: PhoneCall, first: str) -> None:
        """What the customer does until the call ends."""
        keys = self.keys(first)
        until = asyncio.get_running_loop().time() + self.chance.expovariate(1 / PATIENCE_SECONDS) + TALK_SECONDS[1]
        with contextlib.suppress(TimeoutError):
            while not call.has_ended and asyncio.get_running_loop().time() < until:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(call.wait_ended(), self.chance.uniform(2.5, 4))
                if (key := next(keys, None)) is None:
                    break
                if not call.has_ended:
                    await call.press(key)
        await call.hangup()

    def keys(self, first: str) -> Iterator[str]:
        """First the menu's key, perhaps the PIN, then the rating until it is asked for."""
        yield first
        if first == ACCOUNT:  # the balance, then the bill, and that was it
            yield from (DEMO_PIN, "", "1", "", "")
            return
        yield from ("#", "#", "#")
        if self.chance.random() < WANTS_CALLBACK:
            yield from ("1", "1", "1", "1")
        rating = picked(RATINGS, self.chance)
        while True:
            yield rating

    async def close(self) -> None:
        """Everybody hangs up."""
        for task in list(self.calls):
            task.cancel()
        await asyncio.gather(*self.calls, return_exceptions=True)
        await self.customers.stop()
        await self.staff.stop()


async def run(server: tuple[str, int]) -> None:
    """Until SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    known = await sync_to_async(robots, thread_sensitive=False)()
    people = People(server)
    await people.open(known)
    log.info("simulated people are here", robots=len(known))
    work = [asyncio.create_task(people.keep_working(known)), asyncio.create_task(people.keep_calling())]
    ended = asyncio.create_task(stop.wait())
    await asyncio.wait([ended, *work], return_when=asyncio.FIRST_COMPLETED)
    failures = [task.exception() for task in work if task.done()]
    for task in work:
        task.cancel()
    await people.close()
    for failure in failures:
        if failure:
            raise failure


def main() -> None:
    """Run as a process of its own; `wanhao demo` starts it."""
    import django

    django.setup()
    environment = settings.read()
    asyncio.run(run((environment.host, environment.sip_port)))


if __name__ == "__main__":
    main()
