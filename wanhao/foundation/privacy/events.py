"""What happened to private data."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class PrivateDataSeen(Event):
    """Somebody looked at a masked value in the clear, and said why. The value itself is not kept here."""

    kind: str
    object_id: int
    field: str
    reason: str
    customer_id: int | None = None
    contact_id: int | None = None

    @property
    def subject(self) -> str:
        """The thing whose data was seen."""
        return f"{self.kind}:{self.object_id}"
