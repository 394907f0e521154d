"""What happened to staff, their roles and their sign-ins."""

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
class SignedIn(StaffEvent):
    """Somebody signed in."""

    address: str
    with_second_factor: bool


@dataclass(frozen=True)
class SignedOut(StaffEvent):
    """A sign-in ended; why is one of SignInSession.Ended."""

    why: str


@dataclass(frozen=True)
class SignInFailed(StaffEvent):
    """A wrong password or code; staff_id 0 when nobody has the number."""

    address: str
    failures: int


@dataclass(frozen=True)
class LockedOut(StaffEvent):
    """Too many failures: the number is locked for a time."""

    minutes: int


@dataclass(frozen=True)
class Unlocked(StaffEvent):
    """A leader lifted the lock."""


@dataclass(frozen=True)
class PasswordChanged(StaffEvent):
    """The person chose a new password."""


@dataclass(frozen=True)
class PasswordReset(StaffEvent):
    """A leader gave a first password, to be changed at once."""


@dataclass(frozen=True)
class SecondFactorSetUp(StaffEvent):
    """The person set up time-based codes."""


@dataclass(frozen=True)
class SecondFactorRemoved(StaffEvent):
    """Time-based codes were removed."""


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
class UnitMoved(UnitEvent):
    """A unit with all below it was put under another."""

    parent_id: int | None
    units_moved: int
