"""Small steps of a contact's life, shared by the tests of routing."""

from __future__ import annotations

from tests.factories.contacts import make_contact
from wanhao.service.contacts.models import Contact
from wanhao.service.routing import actions
from wanhao.service.routing.models import Agent, Queue


def arrive(queue: Queue, **how: object) -> tuple[Contact, actions.Enqueued]:
    contact = make_contact(unit=queue.unit)
    return contact, actions.enqueue(contact.pk, queue, **how)  # type: ignore[arg-type]


def serve(agent: Agent, offer_id: int | None) -> None:
    """Answer, talk, hang up, finish the wrap-up."""
    assert offer_id is not None
    assert actions.accept_offer(offer_id)
    actions.end_service(offer_id)
    actions.finish_wrap_up(agent.pk)


def state_of(agent: Agent) -> str:
    return Agent.objects.get(pk=agent.pk).state
