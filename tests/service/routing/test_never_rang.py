"""An offer whose telephone never rang is not the agent's fault."""

from __future__ import annotations

import pytest

from tests.factories.contacts import make_contact
from tests.factories.routing import make_agent, make_queue, pass_time
from tests.service.routing.life import arrive, state_of
from wanhao.service.routing import actions
from wanhao.service.routing.models import Offer

pytestmark = pytest.mark.django_db


def outcomes() -> list[str]:
    return list(Offer.objects.order_by("pk").values_list("outcome", flat=True))


def test_an_agent_who_was_never_rung_stays_ready_and_is_offered_the_caller_again() -> None:
    queue = make_queue(offer_seconds=15)
    agent = make_agent(queue)
    arrive(queue)
    pass_time(16)
    actions.sweep()
    assert outcomes() == ["not_rung", ""]
    assert state_of(agent) == "offered"


def test_one_whose_telephone_rang_unheard_is_set_aside() -> None:
    queue = make_queue(offer_seconds=15)
    agent = make_agent(queue)
    _contact, place = arrive(queue)
    assert place.offer_id is not None
    actions.note_ringing(place.offer_id)
    pass_time(16)
    actions.sweep()
    assert outcomes() == ["not_answered"]
    assert state_of(agent) == "not_answering"


def test_other_channels_need_no_telephone() -> None:
    queue = make_queue(offer_seconds=15)
    agent = make_agent(queue)
    contact = make_contact(unit=queue.unit, channel="chat")
    actions.enqueue(contact.pk, queue)
    pass_time(16)
    actions.sweep()
    assert (outcomes(), state_of(agent)) == (["not_answered"], "not_answering")
