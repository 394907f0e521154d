"""An offer that reaches its agent late runs from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.routing import make_agent, make_queue
from tests.service.routing.life import arrive
from wanhao.service.routing import actions
from wanhao.service.routing.models import Offer

pytestmark = pytest.mark.django_db


def test_a_late_offer_has_its_whole_time_and_no_sweep_ends_it() -> None:
    queue = make_queue(offer_seconds=15)
    agent = make_agent(queue)
    _contact, place = arrive(queue)
    assert place.offer_id is not None
    Offer.objects.filter(pk=place.offer_id).update(expires_at=timezone.now() - timedelta(seconds=1))
    until = actions.ring_late(place.offer_id)
    assert until is not None
    assert timedelta(seconds=13) < until - timezone.now() <= timedelta(seconds=15)
    actions.sweep()
    agent.refresh_from_db()
    assert agent.state == "offered"


def test_an_offer_that_is_over_is_not_rung() -> None:
    queue = make_queue()
    make_agent(queue)
    _contact, place = arrive(queue)
    assert place.offer_id is not None
    actions.offer_failed(place.offer_id, "not_answered")
    assert actions.ring_late(place.offer_id) is None
