"""What of a customer the eye can open: name, document, numbers, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.privacy.kinds import PrivateKind, register_private
from wanhao.records.customers import queries
from wanhao.records.customers.models import Account, Address, ContactNumber, Party, Subscription

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit


@dataclass(frozen=True)
class PrivateRow:
    """A row with a masked value, and the customer it belongs to."""

    row: Party | Account | Subscription | Address | ContactNumber
    party: Party

    @property
    def pk(self) -> int:
        """The row's number, for the trail."""
        return self.row.pk

    @property
    def unit(self) -> Unit:
        """The customer's unit."""
        return self.party.unit


def find_customer(key: str, viewer: Staff) -> PrivateRow:
    """The customer by public id."""
    party = queries.customer(key, viewer)
    return PrivateRow(party, party)


def find_account(key: str, viewer: Staff) -> PrivateRow:
    """An account by its number in the database."""
    return _within_reach(Account.objects.select_related("party").filter(pk=_number(key)).first(), viewer)


def find_subscription(key: str, viewer: Staff) -> PrivateRow:
    """A subscription by its number in the database."""
    return _within_reach(Subscription.objects.select_related("account__party").filter(pk=_number(key)).first(), viewer)


def find_address(key: str, viewer: Staff) -> PrivateRow:
    """An address by its number in the database."""
    return _within_reach(Address.objects.select_related("party").filter(pk=_number(key)).first(), viewer)


def find_contact_number(key: str, viewer: Staff) -> PrivateRow:
    """A contact number by its number in the database."""
    return _within_reach(ContactNumber.objects.select_related("party").filter(pk=_number(key)).first(), viewer)


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0


def _within_reach(row: Account | Subscription | Address | ContactNumber | None, viewer: Staff) -> PrivateRow:
    if row is not None:
        party = row.account.party if isinstance(row, Subscription) else row.party
        if queries.customers(viewer).filter(pk=party.pk).exists():
            return PrivateRow(row, party)
    raise NotFound(_("There is no such customer within your reach."))


def is_open_to(row: PrivateRow, viewer: Staff) -> bool:
    """Customers of the region and those being served may be opened, not only those of the unit."""
    return Party.objects.visible_to(viewer, Right.REVEAL_PRIVATE_DATA).filter(pk=row.party.pk).exists()


def register_private_values() -> None:
    """Let the eye open them."""
    kinds = {
        "customer": (find_customer, ("name", "identity_number")),
        "account": (find_account, ("number",)),
        "subscription": (find_subscription, ("number",)),
        "address": (find_address, ("text",)),
        "contact-number": (find_contact_number, ("number",)),
    }
    for kind, (find, names) in kinds.items():
        register_private(
            PrivateKind(
                kind,
                find,
                {name: lambda private, name=name: str(getattr(private.row, name)) for name in names},  # type: ignore[misc]
                customer_of=lambda private: private.party.pk,
                is_open_to=is_open_to,
            )
        )
