"""Under load every process is killed, one after the other: what was acknowledged stays, nobody is stuck, work goes on.

A house of its own, started as a user starts it; the test knows only the command line, SIP and the interface.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
import pytest

from config.environment import ROOT
from lab.own_house import OwnHouse
from softswitch.errors import SwitchError
from softswitch.phone import PhoneCall, PhoneSet
from tests.house import until
from tests.prepared import furnish

pytestmark = pytest.mark.timeout(400)

AGENTS = ("8003", "8004", "8005", "8006")
CUSTOMERS = ("12100000011", "12100000012")
TALK_SECONDS = 1.5
BACK_SECONDS = 60
NEXT_CALL_SECONDS = 15
MENU_SECONDS = 10  # a customer's way through the menu to an agent
VICTIMS = ("wanhao worker", "wanhao web", "postgres -D", "wanhao telephony")


@pytest.fixture
def house() -> Iterator[OwnHouse]:
    one = OwnHouse()
    furnish(one.folder / "var", one.postgres_port)
    with one:
        yield one


def wanhao(house: OwnHouse, *words: str) -> str:
    """What a command of the house says."""
    command = [sys.executable, "-m", "wanhao", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=house.environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def rows(house: OwnHouse, question: str) -> list[Any]:
    """Ask the house's database; it may just be starting again."""
    password = (house.folder / "var" / "postgres.password").read_text().strip()
    with psycopg.connect(
        f"postgresql://wanhao:{password}@127.0.0.1:{house.postgres_port}/wanhao", connect_timeout=5
    ) as one:
        return one.execute(question).fetchall()  # type: ignore[arg-type]


class Client:
    """An integrator's programme with a token."""

    def __init__(self, house: OwnHouse, staff_number: str) -> None:
        self.port = house.http_port
        self.token = wanhao(house, "token", staff_number).strip().splitlines()[-1]

    def ask(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One request; raises OSError while nobody answers, AssertionError for a refusal."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request(method, f"/api/v1/{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
        assert answer.status < 500, text
        assert answer.status < 300, (answer.status, text)
        return dict(json.loads(text))


class Centre:
    """Agents and customers, who go on whatever happens."""

    def __init__(self, house: OwnHouse) -> None:
        self.house = house
        server = ("127.0.0.1", house.sip_port)
        self.staff, self.customers = PhoneSet(server), PhoneSet(server)
        self.clients = {number: Client(house, number) for number in AGENTS}
        self.served = 0
        self.tickets: list[str] = []

    async def open(self) -> None:
        """Telephones, presence and the stream of calls."""
        await self.staff.start()
        await self.customers.start()
        for number in AGENTS:
            user, password = (line.split()[1] for line in wanhao(self.house, "phone", number).splitlines()[:2])
            self.staff.line(user, password).on_call = self.take
        await self.go_to_work()
        self.begin_calling()

    def begin_calling(self) -> None:
        """Customers call again and again, tickets are written all the time."""
        self.load = [asyncio.create_task(self.keep_calling(number)) for number in CUSTOMERS]
        self.load.append(asyncio.create_task(self.keep_writing()))

    async def go_to_work(self) -> None:
        """Register and be ready, as after every pause."""
        for number in AGENTS:
            await self.register(number)
            wanted = {"state": "ready"}
            await asyncio.to_thread(self.clients[number].ask, "PUT", "agents/me/presence", wanted)

    async def register(self, number: str) -> None:
        """As a telephone does it: again after a while, when nobody answered."""
        async with asyncio.timeout(BACK_SECONDS):
            while True:
                with contextlib.suppress(SwitchError):
                    return await self.staff.lines[number].register()

    async def take(self, call: PhoneCall) -> None:
        """An agent answers, talks and hangs up."""
        await call.ring()
        await call.answer()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TALK_SECONDS):
                await call.wait_ended()
        await call.hangup()
        self.served += 1

    async def call_once(self, number: str) -> None:
        """A customer asks for a person and stays until the end."""
        call = await self.customers.line(number).call("10000")
        try:
            async with asyncio.timeout(10):
                await call.wait_answered()
            while not call.has_ended:
                await call.press("0")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(2):
                        await call.wait_ended()
        finally:
            await call.hangup()

    async def keep_calling(self, number: str) -> None:
        while True:
            with contextlib.suppress(SwitchError, TimeoutError):
                async with asyncio.timeout(40):
                    await self.call_once(number)
            await asyncio.sleep(0.2)

    async def keep_writing(self) -> None:
        """Tickets through the interface; what was answered is remembered."""
        client = self.clients[AGENTS[0]]
        wanted = {"category": "broadband-slow", "text": "网速慢"}
        while True:
            with contextlib.suppress(OSError, AssertionError):
                answer = await asyncio.to_thread(client.ask, "POST", "tickets", wanted)
                self.tickets.append(answer["number"])
            await asyncio.sleep(0.1)

    async def serve_more(self, calls: int, seconds: float, victim: str) -> None:
        """Until so many more calls were served."""
        goal, deadline = self.served + calls, time.monotonic() + seconds
        while self.served < goal:
            assert time.monotonic() < deadline, f"{goal - self.served} calls missing after {seconds:.0f} s, {victim}"
            await asyncio.sleep(0.1)

    async def stop_calling(self) -> None:
        for task in self.load:
            task.cancel()
        await asyncio.gather(*self.load, return_exceptions=True)

    async def close(self) -> None:
        await self.stop_calling()
        await self.customers.stop()
        await self.staff.stop()


@pytest.fixture
async def centre(house: OwnHouse) -> AsyncIterator[Centre]:
    one = Centre(house)
    await one.open()
    yield one
    await one.close()


async def back(house: OwnHouse, dead: int) -> None:
    """Until the killed process is gone and every part is well again."""
    deadline = time.monotonic() + BACK_SECONDS
    while dead in house.processes() or not await asyncio.to_thread(house.is_well):
        assert time.monotonic() < deadline, house.log("up")[-1500:]
        await asyncio.sleep(0.2)


async def test_any_process_may_die(house: OwnHouse, centre: Centre) -> None:
    for victim in VICTIMS:
        await centre.serve_more(2, 60, victim)
        pid = house.pid_of(victim)
        os.kill(pid, signal.SIGKILL)
        await back(house, pid)
        await centre.stop_calling()  # a customer whose call fell silent hangs up and calls again
        centre.begin_calling()
        await centre.go_to_work()
        await centre.serve_more(
            1, NEXT_CALL_SECONDS + 10, victim
        )  # ten seconds of it are the customer's way to the agent
    await centre.stop_calling()
    kept = {number for (number,) in rows(house, "select number from tickets_ticket")}
    assert len(centre.tickets) > 20
    assert set(centre.tickets) <= kept, "acknowledged tickets are gone"
    await nobody_is_stuck(house)
    (lost,) = rows(house, "select count(*) from contacts_contact where outcome = 'lost'")[0]
    assert lost >= 1, "calls of the killed telephony process are counted as lost"
    assert "altered" not in wanhao(house, "verify-audit")


async def nobody_is_stuck(house: OwnHouse) -> None:
    """Soon no contact is open, no offer runs, no agent carries a load."""
    question = """select (select count(*) from contacts_contact where ended_at is null)
        + (select count(*) from routing_offer where ended_at is null)
        + (select count(*) from routing_agent where load > 0)"""
    await until(lambda: rows(house, question)[0][0] == 0, what="nobody waits, rings or is busy", seconds=40)
