"""People of a journey: customers and agents with simulated telephones that speak real SIP and RTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from softswitch.phone import PhoneCall, PhoneLine, PhoneSet
from tests.house import House, ask, until
from tests.journeys.furnishing import CUSTOMER, HOTLINE, secret_of
from tests.softswitch.sounds import tone
from wanhao.foundation.accounts.models import Staff
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions as routing

CUSTOMER_HERTZ, AGENT_HERTZ = 440, 1000
OnCall = Callable[[PhoneCall], Awaitable[None]]


async def answer(call: PhoneCall) -> None:
    """An agent who takes every call at once and hums."""
    call.rtp.keep_saying(tone(AGENT_HERTZ))
    await call.ring()
    await call.answer()


async def let_ring(call: PhoneCall) -> None:
    """An agent who is not at the desk."""
    await call.ring()


class People:
    """Telephones on two ports: customers behind the trunk, and agents."""

    def __init__(self, house: House) -> None:
        self.house = house
        server = ("127.0.0.1", house.sip_port)
        self.customers, self.agents = PhoneSet(server), PhoneSet(server)
        self.calls: dict[str, list[PhoneCall]] = {}

    async def start(self) -> None:
        """Open the ports."""
        await self.customers.start()
        await self.agents.start()

    async def stop(self) -> None:
        """Hang up and go."""
        for line in self.agents.lines.values():
            await line.unregister()
        await self.customers.stop()
        await self.agents.stop()

    async def agent(self, number: str, on_call: OnCall = answer, *, state: str = "ready") -> PhoneLine:
        """An agent with a registered telephone, at work."""
        line = await self.telephone(number, on_call)
        await ask(set_state, number, state)
        return line

    async def telephone(self, number: str, on_call: OnCall = answer) -> PhoneLine:
        """A registered telephone of a member of staff."""
        line = self.agents.line(number, await ask(secret_of, number))
        heard = self.calls.setdefault(number, [])

        async def take(call: PhoneCall) -> None:
            heard.append(call)
            await on_call(call)

        line.on_call = take
        await line.register()
        return line

    async def customer(self, number: str = CUSTOMER, *, dials: str = HOTLINE) -> PhoneCall:
        """A customer whose call was answered by the voice menu."""
        line = self.customers.lines.get(number) or self.customers.line(number)
        call = await line.call(dials)
        call.rtp.keep_saying(tone(CUSTOMER_HERTZ))
        await asyncio.wait_for(call.wait_answered(), 10)
        return call

    async def asks_for_person(self, number: str = CUSTOMER) -> PhoneCall:
        """A customer who pressed 0."""
        call = await self.customer(number)
        await call.wait_heard(10)
        await call.press("0")
        return call

    async def agents_call(self, number: str, *, nth: int = 1, seconds: float = 10) -> PhoneCall:
        """The n-th call that reached an agent's telephone, once it is there."""

        async def there() -> PhoneCall:
            while len(self.calls.get(number, [])) < nth:
                await self.agents.tick()
            return self.calls[number][nth - 1]

        return await asyncio.wait_for(there(), seconds)

    async def talk(self, number: str, *, nth: int = 1, seconds: float = 10) -> PhoneCall:
        """The n-th call of an agent, once the two talk."""
        call = await self.agents_call(number, nth=nth, seconds=seconds)
        await until(lambda: is_serving(number), what=f"{number} serves")
        await call.wait_heard(10)
        return call


def is_serving(number: str) -> bool:
    """Is the agent talking with somebody?"""
    return Contact.objects.filter(agent__staff_number=number, status="serving").exists()


def set_state(number: str, state: str) -> None:
    """The agent asks for a state, as on the desk."""
    staff = Staff.objects.get(staff_number=number)
    routing.set_state(staff.pk, state, by=staff)
