"""Sending what waits in a table of messages: each at least once, again when refused, given up after the last attempt.

`X-Wanhao-Delivery` is the same in every attempt, so that the receiver can drop repeats; `X-Wanhao-Signature` is
`sha256=` and the HMAC-SHA256 over `TIMESTAMP.BODY` with the secret of the receiver.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from wanhao.foundation.audit.deferral import defer
from wanhao.foundation.deliveries import gateways
from wanhao.foundation.deliveries.models import Outgoing

if TYPE_CHECKING:
    from wanhao.foundation.deliveries.gateways import Answer

MOST_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 4
LEASE = timedelta(seconds=60)  # longer than any attempt lasts
Message = TypeVar("Message", bound=Outgoing)


@dataclass(frozen=True)
class Receiver:
    """Where a message goes: the address, what it is signed with, and which event it tells of."""

    url: str
    secret: str
    event: str


@dataclass(frozen=True)
class Outbox(Generic[Message]):
    """A table of messages: the job that sends one, who receives it, and what happens when it is given up."""

    model: type[Message]
    task: str
    receiver: Callable[[Message], Receiver]
    gave_up: Callable[[Message], None]

    def write(self, message: Message) -> Message:
        """Put a message on its way, as part of the caller's transaction."""
        message.due_at = message.asked_at
        message.save()
        self.defer(message.pk)
        return message

    def defer(self, message_id: int, at: datetime | None = None) -> None:
        """Have one sent by a job."""
        defer(app.tasks[self.task], {"delivery_id": message_id}, at=at)

    def deliver(self, message_id: int) -> None:
        """Send it, unless it was sent, was given up, or is being sent now."""
        message = self.take(message_id)
        if message is None:
            return
        to, timestamp = self.receiver(message), str(int(timezone.now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Wanhao-Webhook/1",
            "X-Wanhao-Delivery": message.public_id,
            "X-Wanhao-Event": to.event,
            "X-Wanhao-Timestamp": timestamp,
            "X-Wanhao-Signature": signature(to.secret, timestamp, message.body),
        }
        self.note(message, gateways.post(to.url, message.body.encode(), headers))

    @transaction.atomic
    def take(self, message_id: int) -> Message | None:
        """Claim one attempt; a claim older than the lease is that of a dead worker."""
        now = timezone.now()
        message = self._rows().select_for_update().filter(pk=message_id).first()
        if message is None or message.sent_at or message.given_up_at or message.due_at > now + timedelta(seconds=1):
            return None
        if message.taken_at and now - message.taken_at < LEASE:
            return None
        message.taken_at, message.attempts = now, message.attempts + 1
        message.save(update_fields=["taken_at", "attempts"])
        return message

    @transaction.atomic
    def note(self, message: Message, answer: Answer) -> None:
        """Keep how the attempt went; try again later when it was refused, give up after the last."""
        now = timezone.now()
        message.answer, message.problem, message.taken_at = answer.status, answer.problem[:200], None
        if answer.is_taken:
            message.sent_at = now
        elif message.attempts >= MOST_ATTEMPTS or answer.is_final:
            message.given_up_at = now
            self.gave_up(message)
        else:
            message.due_at = now + timedelta(seconds=pause_seconds(message.attempts))
            self.defer(message.pk, message.due_at)
        message.save(update_fields=["answer", "problem", "taken_at", "sent_at", "given_up_at", "due_at"])

    def take_up_again(self) -> None:
        """Defer messages whose job was lost: due for longer than a lease and not being sent."""
        limit = timezone.now() - LEASE
        left = self._rows().filter(sent_at=None, given_up_at=None, due_at__lt=limit).exclude(taken_at__gt=limit)
        for message_id in list(left.values_list("pk", flat=True)[:100]):
            self.defer(message_id)

    def _rows(self) -> Any:
        return self.model._default_manager.all()


def new_secret() -> str:
    """A secret for signing."""
    return secrets.token_urlsafe(32)


def signature(secret: str, timestamp: str, body: str) -> str:
    """What a receiver recomputes: HMAC-SHA256 over the moment and the body."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), sha256).hexdigest()


def pause_seconds(attempts: int) -> int:
    """How long to wait after so many attempts: 4 s, 8 s … 4 min 16 s, doubled each time."""
    return int(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1))
