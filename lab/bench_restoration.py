"""A group fault with many customers: their tickets attached, all told, all called by agents when it works again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from lab.bench_calls import get_ready, hire_agents, show
from lab.free_ports import free_port
from lab.invented_customers import mobile
from lab.own_house import OwnHouse
from softswitch.phone import PhoneCall, PhoneSet

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.incidents.models import Incident
    from wanhao.service.incidents.queries import Calls

AREA = "1210000"  # the numbers of the invented customers begin so
BUSY = "7"  # whose number ends in it is on the telephone when called
HEARD_PACKETS = 100  # two seconds of conversation
PATIENCE_SECONDS = 900.0
Rang = tuple[list[str], float]  # numbers that rang, and in how many seconds


@dataclass(frozen=True)
class Figures:
    """What a run came to. Seconds from the leader's act, or from the first ticket, to the last customer."""

    children: int
    attached: int
    told: int
    rung: int
    rung_twice: int
    reached: int
    not_reached: int
    left: int
    attached_seconds: float
    told_seconds: float
    asked_seconds: float
    called_seconds: float
    agents: int

    @property
    def calls_a_minute(self) -> float:
        """How many customers agents called in a minute."""
        return self.rung / self.called_seconds * 60 if self.called_seconds else 0.0

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        limits = {
            "every ticket found its incident": self.attached == self.children,
            "every customer was told": self.told == self.children,
            "every customer was rung, once": self.rung == self.children and not self.rung_twice,
            "every result is counted": self.reached + self.not_reached == self.children and not self.left,
        }
        return [limit for limit, is_held in limits.items() if not is_held]


def waited_for(is_so: Callable[[], bool]) -> float:
    """Seconds until the database says so; as many as there is patience for at most."""
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(0.2)
    return time.monotonic() - began


def leader() -> Staff:
    """Who keeps incidents in the centre of the agents."""
    from wanhao.foundation.accounts.models import Unit
    from wanhao.foundation.accounts.queries import holders_of
    from wanhao.foundation.accounts.rights import Right

    return holders_of(Right.KEEP_INCIDENTS, Unit.objects.get(code="dj-centre"))[0]


def begin(by: Staff) -> Incident:
    """The incident, and the queue whose agents call when it is over."""
    from wanhao.service.callbacks.models import CallbackPolicy
    from wanhao.service.incidents import actions
    from wanhao.service.incidents.actions import AreaDetails
    from wanhao.service.incidents.models import IncidentPolicy
    from wanhao.service.routing.models import Queue
    from wanhao.service.tickets.actions import TicketDetails

    Queue.objects.filter(code="general").update(max_waiting=5000)
    queue = Queue.objects.get(code="general")
    CallbackPolicy.objects.update_or_create(queue=queue, defaults={"mode": "automatic", "tries": 1, "hours": None})
    IncidentPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    parent = TicketDetails(category(), "主干光缆被挖断", kind="fault", severity="serious")
    return actions.open_incident("光缆中断", AreaDetails(prefixes=(AREA,)), parent, by=by)


def category() -> int:
    """Some category that tickets may have."""
    from wanhao.service.tickets.queries import category_leaves

    return next(iter(category_leaves())).id


def open_tickets(children: int, by: Staff) -> None:
    """A fault ticket for each of the first customers."""
    from wanhao.records.customers.queries import customer_by_number
    from wanhao.service.tickets import actions
    from wanhao.service.tickets.actions import TicketDetails

    about = category()
    for nth in range(1, children + 1):
        party = customer_by_number(mobile(nth))
        assert party is not None  # the operator has more customers than that
        actions.open_ticket(TicketDetails(about, "断网", kind="fault", customer_id=party.pk), by=by)


async def at_home(rang: list[str], call: PhoneCall) -> None:
    """A customer lifts, talks for two seconds and hangs up; some are busy."""
    rang.append(call.called)
    if call.called.endswith(BUSY):
        await call.reject(486, "Busy Here")
        return
    await call.ring()
    await call.answer()
    await call.wait_heard(HEARD_PACKETS)
    await call.hangup()


async def lift(call: PhoneCall) -> None:
    """An agent takes every call."""
    await call.ring()
    await call.answer()


async def call_all(house: OwnHouse, accounts: list[tuple[str, str]], children: int, calls: Callable[[], Calls]) -> Rang:
    """The agents work until nobody is left to be called."""
    host, _colon, port = house.sip_server.partition(":")
    staff, homes = PhoneSet((host, int(port))), PhoneSet((host, int(port)))
    rang: list[str] = []
    await staff.start()
    await homes.start(int(house.environ["WANHAO_OUTBOUND_TRUNK"].partition(":")[2]))
    try:
        for nth in range(1, children + 1):
            homes.line(mobile(nth)).on_call = partial(at_home, rang)
        for user, password in accounts:
            line = staff.line(user, password)
            line.on_call = lift
            await line.register()
        began = time.monotonic()
        await asyncio.to_thread(get_ready, accounts)
        while (await asyncio.to_thread(calls)).waiting and time.monotonic() - began < PATIENCE_SECONDS:  # noqa: ASYNC110 - in the database
            await asyncio.sleep(0.5)
        return rang, time.monotonic() - began
    finally:
        await homes.stop()
        await staff.stop()


def measure(house: OwnHouse, *, children: int, agents: int) -> Figures:
    """From the first ticket to the last call."""
    from wanhao.service.incidents import actions, queries
    from wanhao.service.incidents.models import Delivery, Member

    by, accounts = leader(), hire_agents(agents)
    incident = begin(by)
    number = incident.ticket.number
    attached = Member.objects.filter(incident=incident, how="automatic")
    unsent = Delivery.objects.filter(message__incident=incident, sent_at=None)
    began = time.monotonic()
    open_tickets(children, by)
    waited_for(lambda: attached.count() >= children)
    attached_seconds = time.monotonic() - began
    actions.tell_all(number, text_zh="正在抢修", text_en="We are on it", by=by)
    told_seconds = waited_for(lambda: not unsent.exists())
    actions.restore(number, solution="光缆已熔接", by=by)
    asked_seconds = waited_for(lambda: queries.calls_of(incident).asked == children)
    left = partial(queries.calls_of, incident)
    rang, called_seconds = asyncio.run(call_all(house, accounts, children, left))
    counted = queries.calls_of(incident)
    return Figures(
        children=children,
        attached=attached.count(),
        told=Delivery.objects.filter(message__incident=incident, sent_at__isnull=False).count(),
        rung=len(set(rang)),
        rung_twice=len(rang) - len(set(rang)),
        reached=counted.reached,
        not_reached=counted.not_reached,
        left=counted.waiting,
        attached_seconds=attached_seconds,
        told_seconds=told_seconds,
        asked_seconds=asked_seconds,
        called_seconds=called_seconds,
        agents=agents,
    )


@click.command(help=__doc__)
@click.option("--children", default=500, show_default=True, help="Tickets, each of another customer.")
@click.option("--agents", default=20, show_default=True, help="Agents who call when it works again.")
def main(children: int, agents: int) -> None:
    """Attached, told, called."""
    with OwnHouse(environ={"WANHAO_OUTBOUND_TRUNK": f"127.0.0.1:{free_port()}"}) as house:
        house.adopt()
        figures = measure(house, children=children, agents=agents)
    show(figures)
