"""Whatever is sent, a TM Forum interface answers with a result or a refusal, never with a fault."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.tmf_pages import NAMED, THINGS
from tests.factories.accounts import make_staff, make_unit
from tests.factories.interface import token_headers
from wanhao.access.tmf.faces import FACES, Face
from wanhao.access.tmf.resources import appointments, customers, interactions, tickets
from wanhao.foundation.accounts.rights import Role

NAMES = sorted(
    {
        *tickets.KEPT, *interactions.KEPT, *customers.KEPT, *appointments.KEPT, "description", "status", "id", "href",
        "statusChangeReason", "expectedResolutionDate", "interactionDate", "validFor", "characteristic",
        "startDateTime", "endDateTime", "text", "callback", "query", "requestedTimeSlot", "@referredType",
        "partyOrPartyRole",
    }
)  # fmt: skip
WORDS = st.sampled_from(
    ["closed", "resolved", "inProgress", "Customer", "2026-11-22T08:00:00Z", "2026-13-40", "9" * 400]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8) | JSON
ATTRIBUTES = [
    *tickets.COLUMNS,
    *interactions.COLUMNS,
    *customers.COLUMNS,
    *appointments.COLUMNS,
    *tickets.KEPT,
    "fields",
    "offset",
    "limit",
]
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(ATTRIBUTES) | st.sampled_from(ATTRIBUTES).map(lambda name: f"{name}.gt"),
        WORDS | st.text(max_size=8),
    ),
    max_size=3,
)


@pytest.mark.django_db
@pytest.mark.parametrize("face", FACES, ids=lambda face: face.key)
def test_no_input_is_a_fault(face: Face) -> None:
    role = Role.DATA_MAINTAINER if face.resource.name == "customer" else Role.TEAM_LEADER
    person = make_staff(role, unit=make_unit())
    headers, client = token_headers(person), Client()
    root, name = f"/{face.path}{face.resource.name}", face.resource.name
    key = THINGS_BY_NAME[name](person.unit, person)["key"]

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(BODIES, QUERIES, st.text(max_size=12))
    def ask(body: object, query: list[tuple[str, str]], other: str) -> None:
        sent = {"data": json.dumps(body), "content_type": "application/json", "headers": headers}
        answers = [
            client.post(root, **sent),
            client.patch(f"{root}/{key}", **sent),
            client.post(f"/{face.path}hub", **sent),
            client.get(f"{root}?{urlencode(query, errors='replace')}", headers=headers),
            client.get(f"{root}/{urlencode([('', other)])}", headers=headers),
        ]
        if name == "appointment":
            answers.append(client.post(f"/{face.path}searchTimeSlot", **sent))
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == []

    ask()


THINGS_BY_NAME = {name: THINGS[thing] for name, thing in NAMED.items()}
