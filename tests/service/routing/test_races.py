"""Real transactions on parallel connections: nothing is stranded, nothing is given twice, nobody stays reserved."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.factories.contacts import make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.service.routing import actions, functions
from wanhao.service.routing.models import Agent, Offer, Place, Queue

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 150
COMMAND_OK = (psycopg.pq.ExecStatus.TUPLES_OK, psycopg.pq.ExecStatus.COMMAND_OK)


def connect() -> psycopg.Connection[Any]:
    """A connection of its own to the database of the tests."""
    found = settings.DATABASES["default"]
    name = connection.settings_dict["NAME"]
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"],
        dbname=name,
        user=found["USER"],
        password=found["PASSWORD"],
        autocommit=True,
    )


class Race:
    """Two statements sent at the same instant on two connections, in either order, with a breath between them."""

    def __init__(self) -> None:
        self.connections = (connect(), connect())
        self.random = random.Random(7)

    def run(self, *statements: str) -> list[Any]:
        """The first column of each answer."""
        sides = list(zip(self.connections, statements, range(2), strict=True))
        for side, sql, _n in self.random.sample(sides, 2):
            side.pgconn.send_query(sql.encode())
            time.sleep(self.random.random() * 0.0008)
        return [self._answer(side.pgconn) for side in self.connections]

    @staticmethod
    def _answer(side: psycopg.pq.abc.PGconn) -> Any:
        value = None
        while (result := side.get_result()) is not None:
            assert result.status in COMMAND_OK, result.error_message
            value = result.get_value(0, 0)
        return value

    def close(self) -> None:
        for side in self.connections:
            side.close()


@pytest.fixture
def race() -> Iterator[Race]:
    racing = Race()
    yield racing
    racing.close()


def enqueue(contact_id: int, queue: Queue) -> str:
    return f"select offer_id from routing_enqueue({contact_id}, {queue.pk}, 100, 0, '[]', null, null, 'call')"


def ready(agent: Agent) -> str:
    return f"select offer_id from routing_set_state({agent.pk}, 'ready', '', 'system:test')"


def at_rest(*agents: Agent) -> None:
    """Nobody waits, nobody is served, the agents are in a meeting."""
    Offer.objects.filter(ended_at=None).update(ended_at="2020-01-01T00:00Z", outcome="lost")
    Place.objects.filter(left_at=None).update(left_at="2020-01-01T00:00Z", outcome="lost", is_offered=False)
    for agent in agents:
        Agent.objects.filter(pk=agent.pk).update(load=0, wanted_state="")
        functions.set_state(agent.pk, "meeting", "", "system:test")
        Agent.objects.filter(pk=agent.pk).update(state="meeting", wanted_state="")


def open_offers() -> int:
    return Offer.objects.filter(ended_at=None).count()


def test_a_contact_and_an_agent_arriving_together_always_meet(race: Race) -> None:
    queues = [make_queue() for _n in range(4)]
    agent = make_agent(*queues, state="meeting")
    stranded = 0
    for n in range(ROUNDS):
        at_rest(agent)
        contact = make_contact(unit=queues[0].unit)
        race.run(enqueue(contact.pk, queues[n % 4]), ready(agent))
        stranded += open_offers() == 0
        assert Agent.objects.get(pk=agent.pk).load in (0, 100)
    assert stranded == 0


def test_two_agents_becoming_free_share_one_contact_with_nobody(race: Race) -> None:
    queue = make_queue()
    agents = make_agent(queue, state="meeting"), make_agent(queue, state="meeting")
    for _n in range(ROUNDS):
        at_rest(*agents)
        actions.enqueue(make_contact(unit=queue.unit).pk, queue)
        race.run(ready(agents[0]), ready(agents[1]))
        assert open_offers() == 1
        assert sorted(Agent.objects.values_list("load", flat=True)) == [0, 100]


def test_two_contacts_in_two_queues_do_not_get_the_same_agent(race: Race) -> None:
    queues = make_queue(), make_queue()
    agent = make_agent(*queues, state="meeting")
    for _n in range(ROUNDS):
        at_rest(agent)
        functions.set_state(agent.pk, "ready", "", "system:test")
        contacts = [make_contact(unit=queues[0].unit) for _m in range(2)]
        race.run(enqueue(contacts[0].pk, queues[0]), enqueue(contacts[1].pk, queues[1]))
        assert open_offers() == 1
        assert Agent.objects.get(pk=agent.pk).load == 100


def test_hanging_up_and_answering_at_once_has_one_winner(race: Race) -> None:
    queue = make_queue()
    agent = make_agent(queue, state="meeting")
    winners = set()
    for _n in range(ROUNDS):
        at_rest(agent)
        functions.set_state(agent.pk, "ready", "", "system:test")
        contact = make_contact(unit=queue.unit)
        offer_id = actions.enqueue(contact.pk, queue).offer_id
        accepted, left = race.run(
            f"select is_accepted from routing_accept({offer_id})",
            f"select has_left from routing_leave({contact.pk}, 'abandoned')",
        )
        assert {accepted, left} == {b"t", b"f"}
        winners.add(accepted)
        place = Place.objects.get(contact=contact)
        agent.refresh_from_db()
        expected = ("answered", "busy", 100) if accepted == b"t" else ("abandoned", "ready", 0)
        assert (place.outcome, agent.state, agent.load) == expected
    assert winners == {b"t", b"f"}


def test_answering_as_the_offer_runs_out_has_one_winner(race: Race) -> None:
    queue = make_queue(offer_seconds=0)
    agent = make_agent(queue, state="meeting")
    winners = set()
    for _n in range(ROUNDS):
        at_rest(agent)
        functions.set_state(agent.pk, "ready", "", "system:test")
        offer_id = actions.enqueue(make_contact(unit=queue.unit).pk, queue).offer_id
        assert offer_id is not None
        actions.note_ringing(offer_id)
        accepted, expired = race.run(
            f"select is_accepted from routing_accept({offer_id})",
            f"select place_id is not null from routing_offer_failed({offer_id}, 'not_answered', true)",
        )
        assert {accepted, expired} == {b"t", b"f"}
        winners.add(accepted)
        agent.refresh_from_db()
        expected = ("busy", 100) if accepted == b"t" else ("not_answering", 0)
        assert (agent.state, agent.load) == expected
    assert winners == {b"t", b"f"}


@pytest.mark.parametrize("who", ["contact", "agent"])
def test_a_connection_killed_in_mid_decision_leaves_nobody_reserved(who: str) -> None:
    queue = make_queue()
    agent = make_agent(queue, state="ready" if who == "contact" else "meeting")
    first = make_contact(unit=queue.unit)
    if who == "agent":
        actions.enqueue(first.pk, queue)
    dying = connect()
    dying.autocommit = False
    row = dying.execute(enqueue(first.pk, queue) if who == "contact" else ready(agent)).fetchone()  # type: ignore[arg-type]
    assert row is not None
    assert row[0] is not None
    with connect() as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [dying.info.backend_pid])  # and wait for its end
    with pytest.raises(psycopg.OperationalError):
        dying.execute("select 1")
    dying.close()
    agent.refresh_from_db()
    assert agent.load == 0
    assert open_offers() == 0
    actions.enqueue(make_contact(unit=queue.unit).pk, queue)
    functions.set_state(agent.pk, "ready", "", "system:test")
    assert open_offers() == 1


def test_the_sweep_runs_once_at_a_time() -> None:
    queue = make_queue()
    agent = make_agent(queue, after_seconds=0)
    actions.enqueue(make_contact(unit=queue.unit).pk, queue)
    Offer.objects.update(ringing_since="2020-01-01T00:00Z", expires_at="2020-01-01T00:00Z")
    with connect() as other:
        other.execute("select pg_advisory_lock(7401, 1)")
        assert actions.sweep() == []
        agent.refresh_from_db()
        assert agent.state == "offered"
        other.execute("select pg_advisory_unlock(7401, 1)")
    actions.sweep()
    agent.refresh_from_db()
    assert agent.state == "not_answering"
