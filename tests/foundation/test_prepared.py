"""Prepared statements keep and give back the same rows as querysets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.accounts import make_unit
from wanhao.foundation import prepared
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings.models import Recording

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def contact() -> Contact:
    centre = make_unit()
    return prepared.insert(
        Contact(
            channel="call",
            unit=centre,
            region_id=centre.region_id or centre.pk,
            caller_number="99900001234",
            caller_index="abc",
            arrived_at=AT,
        )
    )


def test_an_inserted_row_is_the_row_a_queryset_reads(contact: Contact) -> None:
    read = Contact.objects.get(pk=contact.pk)

    for field in Contact._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(contact, field.attname), field.name


def test_a_sealed_text_is_sealed_when_inserted(contact: Contact) -> None:
    found = prepared.fetch_one("select caller_number from contacts_contact where id = %s", [contact.pk])

    assert found is not None
    assert "99900001234" not in str(found[0])


def test_an_inserted_row_is_saved_as_one_that_is_there(contact: Contact) -> None:
    contact.note = "again"
    contact.save()

    assert list(Contact.objects.values_list("pk", "note")) == [(contact.pk, "again")]


def test_json_is_inserted_as_json(contact: Contact) -> None:
    row = prepared.insert(Recording(contact=contact, began_at=AT, captures=[{"path": "a", "legs": [1, 2]}]))

    assert Recording.objects.get(pk=row.pk).captures == [{"path": "a", "legs": [1, 2]}]
