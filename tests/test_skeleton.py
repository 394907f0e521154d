"""The tables can be made, and an event can be kept but never changed."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import DatabaseError, transaction

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor, Event
from wanhao.foundation.audit.models import StoredEvent


@dataclass(frozen=True)
class DoorOpened(Event):
    subject_kind: ClassVar[str] = "door"
    door_id: int


@pytest.mark.django_db
def test_an_event_is_kept_and_cannot_be_changed() -> None:
    record(DoorOpened(7), actor=Actor.system("test"))
    event = StoredEvent.objects.get()
    assert (event.subject, event.actor, event.data) == ("door:7", "system:test", {"door_id": 7})
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StoredEvent.objects.update(actor="nobody")
