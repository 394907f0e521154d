"""One whole call with telephones that are not ours: SIPp as the customer and as the agent."""

import pytest

from lab.free_ports import free_port
from tests.house import House, ask, until
from tests.journeys import looks
from tests.journeys.furnishing import secret_of
from tests.journeys.people import set_state
from tests.journeys.sipp import HERE, REGISTERS, sipp, went_as_written
from wanhao.service.routing.models import Place

pytestmark = pytest.mark.sipp


async def test_a_whole_call_with_sipp(house: House) -> None:
    agent_port = free_port()
    secret = await ask(secret_of, "8001")
    await went_as_written(await sipp(house, REGISTERS, agent_port, "-s", "8001", "-au", "8001", "-ap", secret))
    agent = await sipp(house, HERE / "agent_talks.xml", agent_port)
    await ask(set_state, "8001", "ready")
    customer = await sipp(house, HERE / "caller_rates.xml", free_port(), "-s", "10000")
    await went_as_written(agent)
    await went_as_written(customer)

    contact = await until(looks.ended)
    assert (contact.outcome, contact.rating, contact.queue_code) == ("served", 5, "general")
    (recording,) = await until(looks.ready_recordings(contact))
    assert 2 < recording.seconds < 10
    assert recording.customer_level_db > -60  # the sample begins softly; silence is below -70
    assert recording.agent_level_db > -60
    place = await ask(Place.objects.get, contact=contact)
    assert (place.outcome, place.in_limit) == ("answered", True)
    names = await ask(looks.event_names, contact)
    assert names[0] == "contacts.ContactOpened"
    assert names.count("contacts.ContactRated") == names.count("contacts.ContactEnded") == 1
    await until(looks.agent_is("8001", "ready"), what="the wrap-up time is over")
    await ask(set_state, "8001", "offline")
