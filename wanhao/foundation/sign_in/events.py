"""What happened around signing in."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.foundation.accounts.events import StaffEvent


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
