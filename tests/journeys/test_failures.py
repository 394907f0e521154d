"""Parts of the house die in mid-call: the callers are counted as lost, nobody stays busy, the next call works."""

import asyncio
import os
import signal
import time
from pathlib import Path

from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.people import People
from wanhao.service.calls.models import Call, Node
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings.models import Recording


def children(pid: int) -> list[int]:
    """The child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def media_process(house: House) -> int:
    """The media process of this house's telephony."""
    pids = children(house.started["telephony"].pid)
    return next(pid for pid in pids if b"media_process" in Path(f"/proc/{pid}/cmdline").read_bytes())


async def one_served_call(people: People, number: str) -> None:
    """A call that works."""
    await people.agent(number)
    customer = await people.asks_for_person()
    agent = await people.talk(number, seconds=15)
    await agent.hangup()
    await customer.hangup()
    assert (await until(looks.ended)).outcome == "served"


async def test_the_media_process_dies(people: People) -> None:
    await people.agent("8001")
    talking = await people.asks_for_person()
    agent = await people.talk("8001")
    served = await ask(looks.last_contact)
    waiting = await people.asks_for_person("12100000002")
    queued = await ask(looks.last_contact)
    await until(looks.waiting(queued.pk))
    os.kill(media_process(people.house), signal.SIGKILL)
    for call in (talking, agent, waiting):
        await asyncio.wait_for(call.wait_ended(), 10)
    for contact in (served, queued):
        over = await until(looks.ended_call(contact.pk))
        assert (over.outcome, over.end_reason) == ("lost", "media_lost")
    assert await ask(looks.places, queued) == [("general", "lost")]
    assert await ask(looks.offers, served) == [("8001", "lost")]
    await until(looks.agent_is("8001", "wrap_up", "ready"))
    recording = await until(lambda: Recording.objects.filter(contact=served, status="ready").first())
    assert recording.seconds > 0
    await asyncio.to_thread(people.house.wait_for, "telephony", "media process restarted")
    await one_served_call(people, "8002")


async def test_the_telephony_process_is_killed(people: People) -> None:
    house = people.house
    await people.agent("8001")
    talking = await people.asks_for_person()
    await people.talk("8001")
    served = await ask(looks.last_contact)
    await until(lambda: Recording.objects.filter(contact=served).first())
    await people.asks_for_person("12100000002")
    queued = await ask(looks.last_contact)
    await until(looks.waiting(queued.pk))
    await talking.wait_heard(50)
    house.kill("telephony")
    began = time.monotonic()
    house.restart("telephony", "telephony started")
    for contact in (served, queued):
        over = await until(looks.ended_call(contact.pk))
        assert (over.outcome, over.end_reason) == ("lost", "node_failure")
    assert await ask(looks.places, queued) == [("general", "lost")]
    await one_served_call(people, "8002")
    assert time.monotonic() - began < 15
    await until(looks.agent_is("8001", "wrap_up", "ready", "not_answering", "offline"))
    assert not await ask(Call.objects.filter(is_live=True).exists)
    recording = await until(
        lambda: Recording.objects.filter(contact=served, status="ready").first(), what="its recording is saved"
    )
    assert recording.seconds > 0.5  # what had been said until then


async def test_calls_of_a_process_that_never_comes_back_are_closed_by_the_worker(people: People) -> None:
    house = people.house
    await people.asks_for_person()
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk))
    house.kill("telephony")
    over = await until(looks.ended_call(contact.pk), seconds=25, what="closed by the worker")
    assert (over.outcome, over.end_reason) == ("lost", "node_failure")
    assert await ask(looks.places, contact) == [("general", "lost")]
    house.restart("telephony", "telephony started")


async def test_told_to_stop_it_ends_its_calls_in_order(people: People) -> None:
    house = people.house
    customer = await people.asks_for_person()
    contact = await ask(looks.last_contact)
    await until(looks.waiting(contact.pk))
    process = house.started.pop("telephony")
    process.terminate()
    await asyncio.wait_for(customer.wait_ended(), 10)
    assert await asyncio.to_thread(process.wait, 15) == 0
    over = await ask(Contact.objects.get, pk=contact.pk)
    assert (over.outcome, over.end_reason) == ("lost", "process_stopped")
    assert await ask(Node.objects.filter(stopped_at=None).count) == 0
    house.restart("telephony", "telephony started")
