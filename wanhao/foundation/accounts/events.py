"""What happened to staff, their roles and their units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class StaffEvent(Event):
    """Something about one member of staff."""

    subject_kind: ClassVar[str] = "staff"
    staff_id: int


@dataclass(frozen=True)
class StaffHired(StaffEvent):
    """A new member of staff."""

    staff_number: str
    unit_id: int


@dataclass(frozen=True)
class StaffChanged(StaffEvent):
    """What is written down about a person changed: the names of the fields."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class RolePosted(StaffEvent):
    """A role was given in a unit."""

    role: str
    unit_id: int
    from_on: str
    until_on: str | None


@dataclass(frozen=True)
class PostingEnded(StaffEvent):
    """A role was taken back."""

    role: str
    unit_id: int
    until_on: str


@dataclass(frozen=True)
class StaffLeft(StaffEvent):
    """A person left: roles and sign-ins ended, the history stays."""

    left_on: str


@dataclass(frozen=True)
class StaffRehired(StaffEvent):
    """A person came back under the same number."""

    joined_on: str


@dataclass(frozen=True)
class UnitEvent(Event):
    """Something about one unit."""

    subject_kind: ClassVar[str] = "unit"
    unit_id: int


@dataclass(frozen=True)
class UnitFounded(UnitEvent):
    """A new unit."""

    code: str
    kind: str


@dataclass(frozen=True)
class SipSecretRotated(StaffEvent):
    """A member of staff was given a new telephone password."""

    @property
    def topics(self) -> frozenset[str]:
        """Telephony processes read the accounts again."""
        return frozenset({self.subject, "sip-accounts"})


@dataclass(frozen=True)
class UnitMoved(UnitEvent):
    """A unit with all below it was put under another."""

    parent_id: int | None
    units_moved: int
