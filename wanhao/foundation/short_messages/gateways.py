"""Short messages, a system outside the house: what we ask of it, and the embedded one that keeps real records."""

from __future__ import annotations

from typing import Protocol

from django.utils.timezone import now

from wanhao.foundation.short_messages.models import SentMessage


class ShortMessages(Protocol):
    """What we need of a gateway for short messages."""

    def send(self, number: str, text: str) -> None:
        """Hand over one message; raises OSError when the gateway cannot be reached."""


class EmbeddedShortMessages:
    """The stand-in: keeps every message, sealed, where the system manager can read it."""

    def send(self, number: str, text: str) -> None:
        """Keep the message as sent."""
        SentMessage.objects.create(number=number, text=text, sent_at=now())


def short_messages() -> ShortMessages:
    """The gateway in use."""
    return EmbeddedShortMessages()
