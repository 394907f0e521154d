"""What happens to customers. Fields are ids, codes and names of fields, never private data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class CustomerEvent(Event):
    """Something about one customer."""

    subject_kind: ClassVar[str] = "customer"
    customer_id: int


@dataclass(frozen=True)
class CustomerRegistered(CustomerEvent):
    tier: str
    segment: str


@dataclass(frozen=True)
class CustomerChanged(CustomerEvent):
    changed_fields: tuple[str, ...]


@dataclass(frozen=True)
class CustomerImported(CustomerEvent):
    added: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class AccountOpened(CustomerEvent):
    account_id: int


@dataclass(frozen=True)
class SubscriptionAdded(CustomerEvent):
    subscription_id: int
    service: str
    plan_code: str


@dataclass(frozen=True)
class SubscriptionChanged(CustomerEvent):
    subscription_id: int
    changed_fields: tuple[str, ...]


@dataclass(frozen=True)
class AddressAdded(CustomerEvent):
    address_id: int
    purpose: str


@dataclass(frozen=True)
class AddressRemoved(CustomerEvent):
    purpose: str


@dataclass(frozen=True)
class ContactNumberAdded(CustomerEvent):
    contact_number_id: int


@dataclass(frozen=True)
class ContactNumberRemoved(CustomerEvent):
    contact_number_id: int


@dataclass(frozen=True)
class ConsentGiven(CustomerEvent):
    purpose: str


@dataclass(frozen=True)
class ConsentWithdrawn(CustomerEvent):
    purpose: str


@dataclass(frozen=True)
class RiskMarked(CustomerEvent):
    mark: str
    reason: str


@dataclass(frozen=True)
class RiskCleared(CustomerEvent):
    mark: str
    reason: str


@dataclass(frozen=True)
class LedgerBooked(CustomerEvent):
    account_id: int
    kind: str
    amount: str


@dataclass(frozen=True)
class PinEvent(CustomerEvent):
    """Something about the business PIN of an account; its digits are never among the facts."""

    account_id: int


@dataclass(frozen=True)
class PinSet(PinEvent):
    """A new PIN, by the customer on the telephone or by a member of staff in front of the customer."""


@dataclass(frozen=True)
class PinChecked(PinEvent):
    """The caller said a PIN."""

    is_right: bool


@dataclass(frozen=True)
class PinLocked(PinEvent):
    """Too many wrong PINs in a row: none is taken until somebody unlocks it."""


@dataclass(frozen=True)
class PinUnlocked(PinEvent):
    """A member of staff made sure who the customer is, and unlocked the PIN."""

    reason: str
