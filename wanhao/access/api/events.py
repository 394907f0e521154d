"""What happens to tokens of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class TokenIssued(Event):
    """A token was made for a person."""

    subject_kind: ClassVar[str] = "token"
    token_id: int
    staff_id: int
    rights: tuple[str, ...]


@dataclass(frozen=True)
class TokenRevoked(Event):
    """A token no longer works."""

    subject_kind: ClassVar[str] = "token"
    token_id: int
    staff_id: int
