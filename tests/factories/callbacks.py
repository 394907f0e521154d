"""Callbacks for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.test import override_settings
from django.utils.timezone import now

from tests.factories.contacts import TEST
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.callbacks import actions, proofs
from wanhao.service.callbacks.models import Callback, CallbackPolicy
from wanhao.service.routing.models import Queue

_numbers = count(1)


@contextmanager
def with_trunk() -> Iterator[None]:
    """As if calls to outside numbers were set up."""
    with override_settings(WANHAO=replace(settings.WANHAO, outbound_trunk="127.0.0.1:5099")):
        yield


def make_policy(queue: Queue, **settings_of_it: object) -> CallbackPolicy:
    """A queue that offers callbacks."""
    return CallbackPolicy.objects.create(queue=queue, **settings_of_it)


def make_callback(queue: Queue | None = None, *, number: str = "", **wishes: object) -> Callback:
    """A callback asked for by staff, waiting in the queue."""
    with with_trunk():
        return actions.ask_callback(
            None,
            number=number or f"1210077{next(_numbers):04d}",
            queue=queue or make_queue(),
            by=TEST,
            source="staff",
            **wishes,
        )


def callback_address(unit: Unit, _viewer: Staff) -> dict[str, str]:
    """A callback of the unit that waits until later."""
    queue = make_queue(unit=unit)
    return {"public_id": make_callback(queue, not_before=now() + timedelta(hours=1)).public_id}


def proof_address(unit: Unit, _viewer: Staff) -> dict[str, str]:
    """A number to be proved, for a queue of the unit."""
    policy = make_policy(make_queue(unit=unit))
    return {"public_id": proofs.send_code(policy, f"1210088{next(_numbers):04d}", "zh").public_id}
