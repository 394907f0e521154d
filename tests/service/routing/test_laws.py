"""Whatever happens in whatever order, the laws of routing hold, and the events tell the same story as the rows."""

from __future__ import annotations

import sys
from dataclasses import fields
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.accounts import make_unit
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue, pass_time
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.routing import actions, events
from wanhao.service.routing.figures import figures_of
from wanhao.service.routing.limits import apply_limits
from wanhao.service.routing.models import Agent, ChannelLimit, Membership, Offer, Place, Queue, StateSpell
from wanhao.service.routing.rules import HeadStartReason

# agent → (queue, level, after seconds)
FLOOR = [[(0, 1, 0), (1, 1, 0)], [(0, 2, 0), (1, 1, 0)], [(0, 1, 20), (1, 1, 20)]]
LIMITS = [None, 2, 0]  # chats at once of each agent
INDEX = st.integers(0, 99)
STRATEGIES = st.sampled_from(["level", "big_level", "idle", "occupied"])
CHANNELS = {"call": 100, "chat": 30}


class Floor(RuleBasedStateMachine):
    """Two queues of any strategy, three agents, one of them helping out after 20 seconds; calls and limited chats."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        unit = make_unit()
        self.queues = [
            make_queue(unit=unit, answer_limit_seconds=15, preferred_seconds=20, wrap_up_seconds=30),
            make_queue(unit=unit, answer_limit_seconds=15, preferred_seconds=20, wrap_up_seconds=0, max_waiting=4),
        ]
        self.agents = [make_agent(state="offline") for _serves in FLOOR]
        for agent, serves in zip(self.agents, FLOOR, strict=True):
            for queue, level, after in serves:
                actions.set_membership(self.queues[queue], agent.pk, level=level, after_seconds=after, by=TEST)
        for agent, most in zip(self.agents, LIMITS, strict=True):
            if most is not None:
                ChannelLimit.objects.create(channel="chat", agent=agent, most=most)
        apply_limits()
        self.last_offer = 0

    @initialize(strategies=st.tuples(STRATEGIES, STRATEGIES), own_wrap_up=st.sampled_from([None, 0, 20]))
    def the_administrator_chooses(self, strategies: tuple[str, str], own_wrap_up: int | None) -> None:
        for queue, strategy in zip(self.queues, strategies, strict=True):
            queue.strategy = strategy
            queue.save(update_fields=["strategy"])
        actions.set_own_wrap_up(self.agents[0].pk, own_wrap_up, by=TEST)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # a broken law is told as such
                self.rows_and_events_agree()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @rule(
        queue=st.integers(0, 1),
        channel=st.sampled_from(["call", "call", "chat"]),
        ahead=st.sampled_from([0, 0, 300]),
        agent=INDEX,
    )
    def a_contact_arrives(self, queue: int, channel: str, ahead: int, agent: int) -> None:
        reasons = [HeadStartReason("vip", ahead, wants_best=True)] if ahead else []
        preferred = self.agents[agent % 12].pk if agent % 12 < len(self.agents) else None
        self.arrive(self.queues[queue], channel=channel, reasons=reasons, preferred_agent_id=preferred)

    def arrive(self, queue: Queue, *, channel: str, **how: Any) -> None:
        contact = make_contact(unit=queue.unit)
        try:
            placed = actions.enqueue(contact.pk, queue, channel=channel, weight=CHANNELS[channel], **how)
        except actions.QueueIsFull:
            assert Place.objects.filter(contact=contact).latest("pk").outcome == "overflow"
            return
        if placed.offer_id:
            self.the_right_agent_was_chosen(Offer.objects.select_related("place").get(pk=placed.offer_id))

    @rule(ahead=st.sampled_from([0, 300]))
    def a_call_arrives_in_each_queue(self, ahead: int) -> None:
        for queue in (1, 0):
            self.a_contact_arrives(queue=queue, channel="call", ahead=ahead, agent=99)

    @precondition(lambda self: self.unoffered())
    @rule(n=INDEX)
    def a_contact_goes_on_elsewhere_with_its_rank(self, n: int) -> None:
        places = self.unoffered()
        place = places[n % len(places)]
        actions.leave_queue(place.contact_id, "overflow")
        other = self.queues[1 - self.queues.index(place.queue)]
        arrived = place.rank_at + timedelta(seconds=place.head_start_seconds)
        try:
            actions.enqueue(place.contact_id, other, channel=place.channel, weight=place.weight, kept_rank_at=arrived)
        except actions.QueueIsFull:
            return
        now = Place.objects.get(contact_id=place.contact_id, left_at=None)
        assert now.rank_at == arrived

    @rule(agent=st.integers(0, 2), queue=st.integers(0, 1), after=st.sampled_from([0, 20, None]))
    def a_member_comes_or_goes(self, agent: int, queue: int, after: int | None) -> None:
        if after is None:
            actions.end_membership(self.queues[queue], self.agents[agent].pk, by=TEST)
        else:
            actions.set_membership(self.queues[queue], self.agents[agent].pk, after_seconds=after, by=TEST)

    @rule(agent=st.integers(0, 2), state=st.sampled_from(["ready", "ready", "ready", "meeting", "offline"]))
    def an_agent_asks_for_a_state(self, agent: int, state: str) -> None:
        actions.set_state(self.agents[agent].pk, state, by=TEST)

    @precondition(lambda self: self.ringing())
    @rule(n=INDEX)
    def an_agent_answers(self, n: int) -> None:
        offers = self.ringing()
        assert actions.accept_offer(offers[n % len(offers)].pk)

    @precondition(lambda self: self.ringing())
    @rule(n=INDEX, outcome=st.sampled_from(["declined", "not_answered", "unreachable"]))
    def an_offer_fails(self, n: int, outcome: str) -> None:
        offers = self.ringing()
        assert actions.offer_failed(offers[n % len(offers)].pk, outcome)

    @precondition(lambda self: self.waiting())
    @rule(n=INDEX, outcome=st.sampled_from(["abandoned", "abandoned", "transferred"]))
    def a_contact_leaves(self, n: int, outcome: str) -> None:
        places = self.waiting()
        assert actions.leave_queue(places[n % len(places)].contact_id, outcome)

    @precondition(lambda self: self.serving())
    @rule(n=INDEX)
    def a_conversation_ends(self, n: int) -> None:
        offers = self.serving()
        actions.end_service(offers[n % len(offers)].pk)

    @rule(agent=st.integers(0, 2))
    def an_agent_finishes_the_wrap_up(self, agent: int) -> None:
        actions.finish_wrap_up(self.agents[agent].pk)

    @rule(seconds=st.sampled_from([3, 7, 25, 61]))
    def time_passes(self, seconds: int) -> None:
        pass_time(seconds)
        actions.sweep()

    def ringing(self) -> list[Offer]:
        return list(Offer.objects.filter(agent__in=self.agents, ended_at=None, accepted_at=None).order_by("pk"))

    def serving(self) -> list[Offer]:
        return list(
            Offer.objects.filter(agent__in=self.agents, ended_at=None, accepted_at__isnull=False).order_by("pk")
        )

    def waiting(self) -> list[Place]:
        return list(Place.objects.filter(queue__in=self.queues, left_at=None).order_by("rank_at", "pk"))

    def unoffered(self) -> list[Place]:
        """Who waits and is not being rung for."""
        return [place for place in self.waiting() if not place.is_offered]

    @invariant()
    def the_laws_hold(self) -> None:
        agents = list(Agent.objects.filter(pk__in=[agent.pk for agent in self.agents]))
        offers = list(Offer.objects.filter(agent__in=self.agents, pk__gt=self.last_offer).select_related("place"))
        waiting = self.unoffered()
        for agent in agents:
            self.load_and_state_follow_the_offers(agent)
        self.no_contact_waits_beside_an_agent_who_could_serve_it(agents, waiting)
        for place in waiting:
            assert place.head_start_seconds == sum(reason["seconds"] for reason in place.reasons)
        for offer in offers:
            self.nobody_is_overtaken(offer, waiting)
            self.last_offer = max(self.last_offer, offer.pk)

    def load_and_state_follow_the_offers(self, agent: Agent) -> None:
        offers = Offer.objects.filter(agent=agent, ended_at=None)
        assert agent.load == sum(offer.weight for offer in offers) <= 100
        is_serving = any(offer.accepted_at for offer in offers)
        assert (agent.state == "busy") == is_serving
        assert (agent.state == "offered") == (bool(offers) and not is_serving)
        last = agent.spells.order_by("pk").last()
        assert (last.ended_at if last else agent.state_since) == agent.state_since

    def no_contact_waits_beside_an_agent_who_could_serve_it(self, agents: list[Agent], waiting: list[Place]) -> None:
        for agent in agents:
            if agent.state in ("ready", "offered", "busy") and not agent.wanted_state:
                beside = [p for p in waiting if self.fits(agent, p) and self.could_serve(agent.pk, p)]
                assert beside == [], f"{beside} wait beside {agent}"

    def nobody_is_overtaken(self, offer: Offer, waiting: list[Place]) -> None:
        for place in waiting:
            if place.pk != offer.place_id and self.weight(offer.agent_id, place) <= offer.weight:
                came_before = (place.rank_at, place.pk) < (offer.place.rank_at, offer.place.pk)
                assert not (came_before and self.could_serve(offer.agent_id, place)), f"{place} was overtaken"

    def weight(self, agent_id: int, place: Place) -> int:
        """What the contact weighs for this agent, by the limit of its channel."""
        most = LIMITS[[agent.pk for agent in self.agents].index(agent_id)]
        if place.channel == "call" or most is None:
            return place.weight
        return 100 // most if most else 101

    def fits(self, agent: Agent, place: Place) -> bool:
        return agent.load + self.weight(agent.pk, place) <= 100

    def could_serve(self, agent_id: int, place: Place) -> bool:
        """May this agent have this place now, by rings and preference?"""
        now = timezone.now()
        if place.preferred_agent_id == agent_id:
            return True
        if place.preferred_agent_id is not None and place.preferred_until > now:
            return False
        member = Membership.objects.filter(queue_id=place.queue_id, agent_id=agent_id).first()
        return member is not None and (now - place.queued_at).total_seconds() >= member.after_seconds

    def the_right_agent_was_chosen(self, offer: Offer) -> None:
        """None of those still free was to be asked before, by the way the offer says."""
        free = Agent.objects.filter(pk__in=[a.pk for a in self.agents], state="ready", load=0, wanted_state="")
        others = [a for a in free if self.fits(a, offer.place) and self.could_serve(a.pk, offer.place)]
        queue = Queue.objects.get(pk=offer.queue_id)
        levels = dict(Membership.objects.filter(queue=queue).values_list("agent", "level"))
        if offer.place.preferred_agent_id == offer.agent_id:
            assert offer.chosen_by == "preferred"
        elif queue.strategy == "level" or (queue.strategy == "big_level" and offer.place.reasons):
            assert (offer.chosen_by, offer.chosen_figure) == ("level", levels[offer.agent_id])
            assert all(levels[other.pk] <= levels[offer.agent_id] for other in others)
        elif queue.strategy == "occupied":
            assert offer.chosen_by == "occupied"
            assert 0 <= offer.chosen_figure <= 1
        else:
            assert offer.chosen_by == "idle"
            since = Agent.objects.get(pk=offer.agent_id).idle_since
            assert offer.weight < 100 or all(other.idle_since >= since for other in others)

    def every_stay_ended_once_and_the_figures_are_their_sums(self, places: list[Place], ends: list[int]) -> None:
        """Each stay that is over ended by exactly one event; what the floor shows is what its contacts add up to."""
        assert sorted(ends) == sorted(place.pk for place in places if place.left_at)
        midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
        for figures in figures_of(self.queues):
            mine = [p for p in places if p.queue_id == figures.queue.pk and p.queued_at >= midnight]
            counts = {outcome: sum(p.outcome == outcome for p in mine) for outcome in Place.Outcome.values}
            assert figures.waiting == sum(p.queue_id == figures.queue.pk and not p.left_at for p in places)
            assert figures.offered == len(mine) - counts["transferred"]
            assert (figures.answered, figures.abandoned) == (counts["answered"], counts["abandoned"])
            assert figures.in_limit == sum(bool(p.in_limit) for p in mine)
            assert figures.turned_away == counts["overflow"] + counts["closed"] + counts["lost"]
            waits = sum((p.left_at - p.queued_at).total_seconds() for p in mine if p.outcome == "answered")
            assert figures.answered_wait_seconds == pytest.approx(waits, abs=0.001)

    def rows_and_events_agree(self) -> None:
        """Sums over places are the sums over events; every event is one of ours with exactly its fields."""
        places = list(Place.objects.filter(queue__in=self.queues).prefetch_related("offers"))
        data: dict[str, list[dict[str, Any]]] = {}
        for event in StoredEvent.objects.filter(name__startswith="routing.").order_by("id"):
            kind = getattr(events, event.name.removeprefix("routing."))
            assert set(event.data) == {field.name for field in fields(kind)}
            data.setdefault(kind.__name__, []).append(event.data)
        answered = [place for place in places if place.outcome == "answered"]
        left = [place for place in places if place.left_at and place.outcome != "answered"]
        assert all((place.left_at is None) == (place.outcome == "") for place in places)
        assert all((offer.ended_at is None) == (offer.outcome == "") for p in places for offer in p.offers.all())
        accepted, gone = data.get("OfferAccepted", []), data.get("ContactLeftQueue", [])
        ends = [row["place_id"] for row in accepted + gone]
        self.every_stay_ended_once_and_the_figures_are_their_sums(places, ends)
        assert {row["place_id"] for row in data.get("ContactQueued", [])} == {place.pk for place in places}
        assert {row["place_id"]: row["in_limit"] for row in accepted} == {p.pk: p.in_limit for p in answered}
        assert {row["place_id"]: row["outcome"] for row in gone} == {p.pk: p.outcome for p in left}
        waits = sum((p.left_at - p.queued_at).total_seconds() for p in places if p.left_at)
        assert sum(row["wait_seconds"] for row in accepted + gone) == pytest.approx(waits, abs=0.001)
        served = [offer for place in answered for offer in place.offers.all() if offer.outcome == "served"]
        talk = sum((offer.ended_at - offer.accepted_at).total_seconds() for offer in served)
        assert sum(row["talk_seconds"] for row in data.get("ServiceEnded", [])) == pytest.approx(talk, abs=0.001)
        wrapped = [place for place in answered if place.wrap_up_ended_at]
        work = sum((place.wrap_up_ended_at - place.service_ended_at).total_seconds() for place in wrapped)
        assert sum(row["wrap_up_seconds"] for row in data.get("WrapUpEnded", [])) == pytest.approx(work, abs=0.001)
        spells = StateSpell.objects.filter(agent__in=self.agents)
        times = sum((spell.ended_at - spell.began_at).total_seconds() for spell in spells)
        changes = data.get("AgentStateChanged", [])
        assert sum(row["before_seconds"] for row in changes) == pytest.approx(times, abs=0.001)


@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_the_laws_hold_in_random_histories() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Floor,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a history is not made shorter: the clock goes on meanwhile
            suppress_health_check=list(HealthCheck),
        ),
    )
