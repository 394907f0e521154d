"""What a caller brings along into the queue."""

from __future__ import annotations

import pytest

from tests.factories.contacts import make_contact
from tests.factories.routing import make_queue
from wanhao.service.calls import queueing
from wanhao.service.calls.queueing import Wish
from wanhao.service.routing import queries as routing
from wanhao.service.routing.models import HeadStart, Place

pytestmark = pytest.mark.django_db


def test_what_the_caller_chose_in_the_menu_is_a_reason_to_come_earlier() -> None:
    queue = make_queue()
    HeadStart.objects.create(reason="green_channel", name_zh="绿色通道", name_en="Green channel", seconds=900)
    HeadStart.objects.create(reason="business_move", name_zh="移机", name_en="Move", seconds=30)
    lost, moves = make_contact(unit=queue.unit), make_contact(unit=queue.unit)
    queueing.note_business_type(lost.pk, "sim_loss")
    queueing.note_business_type(moves.pk, "move")
    found = {}
    for contact in (lost, moves):
        queueing.join(contact.pk, Wish(queue.code))
        place = Place.objects.get(contact=contact)
        found[contact.pk] = [(reason["reason"], reason["seconds"]) for reason in place.reasons]
    assert routing.business_type_name("move") in ("移机", "Move")
    assert found == {lost.pk: [("green_channel", 900)], moves.pk: [("business_move", 30)]}
