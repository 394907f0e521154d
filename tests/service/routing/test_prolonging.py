"""A little longer for the wrap-up: once, and only where the queue allows it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.routing import make_agent, make_queue
from tests.factories.scenes import call_comes, call_ends, call_is_answered
from wanhao.common.errors import NotAllowed
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent

pytestmark = pytest.mark.django_db


def in_wrap_up(extension: int) -> Agent:
    """An agent who has just ended a call of a queue."""
    queue = make_queue(wrap_up_seconds=30, wrap_up_extension_seconds=extension)
    agent = make_agent(queue)
    contact = call_comes(queue)
    call_is_answered(contact)
    call_ends(contact)
    agent.refresh_from_db()
    return agent


def test_once_by_the_seconds_of_the_queue() -> None:
    agent = in_wrap_up(20)
    before = agent.wrap_up_until
    assert before is not None
    actions.prolong_wrap_up(agent.pk)
    agent.refresh_from_db()
    assert agent.wrap_up_until == before + timedelta(seconds=20)
    assert StoredEvent.objects.filter(name="routing.WrapUpProlonged").count() == 1
    with pytest.raises(NotAllowed):
        actions.prolong_wrap_up(agent.pk)


def test_not_where_the_queue_does_not_allow_it_nor_outside_of_a_wrap_up() -> None:
    with pytest.raises(NotAllowed):
        actions.prolong_wrap_up(in_wrap_up(0).pk)
    with pytest.raises(NotAllowed):
        actions.prolong_wrap_up(make_agent(make_queue()).pk)
