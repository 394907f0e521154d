"""Whole calls under load: SIPp customers, SIPp telephones as agents, our own house in between."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lab import sipp
from lab.free_ports import free_port
from lab.invented_customers import mobile
from lab.own_house import OwnHouse
from lab.usage import Watch

TALK_MS = 6000  # with 20 calls a second a little more than 100 agents can serve, so that some callers wait
THINK_MS = 9000  # past the welcome and into the menu: what is measured is the answer to a key, not a prompt
FREED_LIMIT_MS = 100.0
SETTLE_SECONDS = 90.0
REGISTER_TRIES, REGISTER_PAUSE_SECONDS = 5, 8.0
FIRST_AGENT = 60000

console = Console()


@dataclass(frozen=True)
class Figures:
    """What a run of calls came to; times in milliseconds, memory in MiB."""

    calls: int
    failed: int
    served: int
    rated: int
    recorded: int
    stranded: int
    cpu_ms_per_call: float
    peak_memory: float
    key_to_invite_p50: float
    key_to_invite_p99: float
    freed_agents: int
    freed_wait_p50: float
    freed_wait_p99: float
    seconds: float

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        found = []
        if self.failed or self.served != self.calls or self.rated != self.calls or self.recorded != self.calls:
            found.append("every call served, recorded and rated")
        if self.stranded:
            found.append("nobody left busy or waiting")
        if self.freed_agents and self.freed_wait_p99 > FREED_LIMIT_MS:
            found.append(f"a freed agent rings within {FREED_LIMIT_MS:.0f} ms (p99)")
        return found


def percentile(values: list[float], share: int) -> float:
    """The value below which so many percent lie; 0 for nothing."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[share - 1]


def hire_agents(count: int) -> list[tuple[str, str]]:
    """Agents of a queue of their own behind key 0, ready at once after each call; (user, password) of each."""
    from wanhao.foundation.accounts import staffing
    from wanhao.foundation.accounts.models import Unit
    from wanhao.foundation.accounts.rights import Role
    from wanhao.foundation.audit.events import Actor
    from wanhao.service.calls.actions import sip_account
    from wanhao.service.routing import actions as routing
    from wanhao.service.routing.models import Queue

    bench = Actor.system("bench")
    centre = Unit.objects.get(code="dj-centre")
    Queue.objects.filter(code="general").update(wrap_up_seconds=0)
    queue = Queue.objects.get(code="general")
    accounts = []
    for number in range(FIRST_AGENT, FIRST_AGENT + count):
        person = staffing.hire(str(number), name=f"压测坐席{number}", unit=centre, by=bench)
        staffing.post(person, Role.GENERAL_SEAT, centre, by=bench)
        agent = routing.enrol_agent(person, by=bench)
        routing.set_membership(queue, agent.pk, level=2, after_seconds=0, by=bench)
        accounts.append((person.staff_number, sip_account(person).password))
    return accounts


def get_ready(accounts: list[tuple[str, str]]) -> None:
    """All agents go to work."""
    from wanhao.service.routing import actions as routing
    from wanhao.service.routing.queries import agent_by_number

    for number, _ in accounts:
        agent = agent_by_number(number)
        assert agent is not None  # hired above
        routing.set_state(agent.pk, "ready", by=agent.staff)


def seconds_of(words: list[str]) -> float:
    """The moment of a line of SIPp's log: its last word, seconds since the epoch."""
    return float(words[-1])


def spread(pressed: list[list[str]], rung: list[list[str]], freed: list[list[str]]) -> tuple[list[float], list[float]]:
    """Milliseconds from key to the agent's INVITE for those offered at once, and from freed to rung for queued ones."""
    from wanhao.service.routing.models import Offer

    rings: dict[str, list[float]] = {}
    for words in rung:
        rings.setdefault(words[1], []).append(seconds_of(words))
    keys = {words[1]: seconds_of(words) for words in pressed}
    at_once, after_freed = [], []
    offers = Offer.objects.select_related("agent__staff", "place", "contact__call").order_by("offered_at")
    for offer in offers:
        number, offered = offer.agent.staff.staff_number, offer.offered_at.timestamp()
        ring = min((at for at in rings.get(number, []) if at > offered - 0.05), default=None)
        key = keys.get(offer.contact.call.sip_call_id)
        if ring is None or key is None:
            continue
        if offer.offered_at - offer.place.queued_at < offer.place.queued_at.resolution * 200_000:
            at_once.append((ring - key) * 1000)
            continue
        gone = [at for at in (seconds_of(words) for words in freed if words[1] == number) if at <= ring]
        if gone and max(gone) > offer.place.queued_at.timestamp():
            after_freed.append((ring - max(gone)) * 1000)
    return at_once, after_freed


def outcome() -> dict[str, int]:
    """How the contacts ended, and what was left behind."""
    from wanhao.service.calls.models import Call
    from wanhao.service.contacts.models import Contact
    from wanhao.service.recordings.models import Recording
    from wanhao.service.routing.models import Agent, Place

    on_the_telephone = Call.objects.values("contact")  # the demo has contacts of its own that were never called
    calls = Contact.objects.filter(channel="call", pk__in=on_the_telephone)
    return {
        "served": calls.filter(outcome="served").count(),
        "rated": calls.filter(rating=5).count(),
        "recorded": Recording.objects.filter(status="ready").count(),
        "stranded": Place.objects.filter(left_at=None, contact__channel="call").count()
        + Agent.objects.exclude(load=0).count()
        + calls.filter(ended_at=None).count(),
    }


def settle(calls: int) -> None:
    """Wait until the recordings are converted and everybody is free."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        found = outcome()
        if found["recorded"] >= calls and not found["stranded"]:
            return
        time.sleep(1)


def register(house: OwnHouse, accounts: list[tuple[str, str]], port: int) -> None:
    """Register the telephones, again while the house does not know all the new accounts yet."""
    for _attempt in range(REGISTER_TRIES):
        try:
            return sipp.register(house.sip_server, accounts, port=port)
        except RuntimeError:
            time.sleep(REGISTER_PAUSE_SECONDS)
    sipp.register(house.sip_server, accounts, port=port)


def measure(house: OwnHouse, *, calls: int, rate: int, agents: int) -> Figures:
    """Run the calls and count."""
    accounts = hire_agents(agents)
    port = free_port()
    register(house, accounts, port)
    phones = sipp.agents(house.sip_server, talk_ms=TALK_MS, port=port).start()
    get_ready(accounts)
    customers = sipp.callers(
        house.sip_server, [mobile(n % 2000 + 1) for n in range(calls)], digit="0", think_ms=THINK_MS
    )
    began = time.monotonic()
    try:
        with Watch(house) as watch:
            customers.start("-m", str(calls), "-r", str(rate), "-l", str(calls))
            failed = 0 if customers.wait(calls / rate + 240) == 0 else failures(customers)
            seconds = time.monotonic() - began
            settle(calls)
    finally:
        customers.stop()
        phones.stop()
    at_once, after_freed = spread(customers.said("pressed"), phones.said("rung"), phones.said("freed"))
    return Figures(
        calls=calls,
        failed=failed,
        **outcome(),
        cpu_ms_per_call=watch.cpu * 1000 / calls,
        peak_memory=max(watch.memory),
        key_to_invite_p50=percentile(at_once, 50),
        key_to_invite_p99=percentile(at_once, 99),
        freed_agents=len(after_freed),
        freed_wait_p50=percentile(after_freed, 50),
        freed_wait_p99=percentile(after_freed, 99),
        seconds=seconds,
    )


def failures(customers: sipp.Sipp) -> int:
    """Failed calls by SIPp's own count, at least one."""
    screen = (customers.folder / "screen.log").read_text(errors="replace")
    found = [line.split("|")[-1].strip() for line in screen.splitlines() if "Failed call" in line]
    return max(1, int(found[-1])) if found and found[-1].isdigit() else 1


def show(figures: Any) -> None:
    """A table, and as the last line one JSON object; exit code 1 when a limit was missed."""
    table = Table("figure", "value")
    for name, value in asdict(figures).items():
        table.add_row(name, f"{value:.1f}" if isinstance(value, float) else str(value))
    console.print(table)
    for missed in figures.missed:
        console.print(f"[red]missed:[/red] {missed}")
    print(json.dumps(asdict(figures) | {"missed": figures.missed}))  # noqa: T201
    sys.exit(1 if figures.missed else 0)


@click.command()
@click.option("--calls", default=300, show_default=True, help="How many calls.")
@click.option("--rate", default=20, show_default=True, help="Calls a second.")
@click.option("--agents", default=100, show_default=True, help="Telephones of agents.")
def main(calls: int, rate: int, agents: int) -> None:
    """Whole calls: menu, queue, agent, recording, rating; SIPp on both sides."""
    with OwnHouse() as house:
        house.adopt()
        figures = measure(house, calls=calls, rate=rate, agents=agents)
    show(figures)
