"""Schemathesis asks our interfaces whatever their descriptions allow, and more: never a fault, always as described."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories.accounts import make_staff, make_unit
from tests.factories.appointments import booked_address
from tests.factories.contacts import make_contact
from tests.factories.customers import make_party
from tests.factories.interface import token_headers
from tests.factories.routing import make_queue
from tests.factories.tickets import make_category, make_ticket
from wanhao.access.api.interface import description as rest_description
from wanhao.access.tmf.description import description
from wanhao.access.tmf.faces import FACES
from wanhao.access.tmf.models import SlotSearch
from wanhao.foundation.accounts.rights import Role
from wanhao.service.appointments.models import Appointment

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described(description: dict[str, Any]) -> Any:
    """A description, whose requests go straight into the application."""
    schema = schemathesis.openapi.from_dict(description)
    schema.app = get_wsgi_application()
    return schema


DESCRIBED = {"rest": described(rest_description())} | {
    face.key: described(description(face, f"http://testserver/{face.path}")) for face in FACES
}


@dataclass
class Seen:
    """A token that may do much, and by which key a thing of each kind is asked for."""

    headers: dict[str, str]
    keys: dict[str, str]

    def ask(self, case: Any, *, is_real: bool) -> None:
        """Once, undone afterwards; `is_real` asks for a thing that is there."""
        if is_real:
            words = set(case.path.split("/")) & set(self.keys)
            case.path_parameters |= {name: self.keys[word] for word in words for name in case.path_parameters}
        with transaction.atomic():
            case.call_and_validate(headers=self.headers, checks=CHECKS)
            transaction.set_rollback(True)


@pytest.fixture
def seen(db: None) -> Iterator[Seen]:
    """Something of each kind within reach; the connection outlives every request, as with Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    person = make_staff(Role.DUTY_LEADER, unit=make_unit())
    headers, contact, party = token_headers(person), make_contact(unit=person.unit), make_party(unit=person.unit)
    slow = make_category("slow")
    visit = booked_address(person.unit, person)["number"]
    keys = {
        "tickets": visit,
        "troubleTicket": make_ticket(person, source="rest").number,
        "troubleTicketSpecification": slow.code,
        "contacts": contact.public_id,
        "partyInteraction": contact.public_id,
        "customers": party.public_id,
        "customer": party.public_id,
        "appointment": Appointment.objects.get(ticket__number=visit).public_id,
        "queues": make_queue(unit=person.unit).code,
        "searchTimeSlot": SlotSearch.objects.create(staff=person, words="{}").public_id,
    }
    yield Seen(headers, keys)
    for signal in signals:
        signal.connect(close_old_connections)


def asking(seen: Seen, operation: Any) -> Callable[[], None]:
    """A few requests of an operation."""

    @FEW
    @given(operation.as_strategy(), st.booleans())
    def ask(case: Any, is_real: bool) -> None:
        seen.ask(case, is_real=is_real)

    return ask


@pytest.mark.parametrize("key", DESCRIBED)
def test_any_request(key: str, seen: Seen) -> None:
    for operation in DESCRIBED[key].get_all_operations():
        asking(seen, operation.ok())()
