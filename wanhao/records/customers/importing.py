"""Writing a batch of imported customers: what is there is read at once, decided row by row, written at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.events import Event
from wanhao.foundation.audit.many import record_all
from wanhao.foundation.imports.copying import copy_in, copy_over
from wanhao.foundation.imports.kinds import ImportKind, Written
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.records.customers import events, queries
from wanhao.records.customers.import_rows import COLUMNS, CustomerRow, Known, ServiceRow, check_row, prepare
from wanhao.records.customers.models import Account, Address, Party, Subscription

PARTY_FIELDS = ("name", "kind", "identity_number", "tier", "segment", "language")
BATCH = 2000
NEW, CHANGED, SAME = "new", "changed", "same"


class Rejected(Exception):
    """This row contradicts what is there; the message says how."""


@dataclass
class Shelf:
    """Rows of one table under their look-up key; those to be added and those changed, in order."""

    rows: dict[Any, Any] = field(default_factory=dict)
    added: list[Any] = field(default_factory=list)
    changed: dict[int, Any] = field(default_factory=dict)

    def add(self, key: Any, row: Any) -> Any:
        """A new row."""
        self.rows[key] = row
        self.added.append(row)
        return row

    def change(self, row: Any, **values: object) -> bool:
        """Set what differs; did anything?"""
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        if different and row.pk:
            self.changed[row.pk] = row
        return bool(different)


@dataclass
class Batch:
    """What the rows of a batch speak of, as it stands in the database and as it will be."""

    parties: Shelf = field(default_factory=Shelf)
    accounts: Shelf = field(default_factory=Shelf)
    subscriptions: Shelf = field(default_factory=Shelf)
    addresses: Shelf = field(default_factory=Shelf)


def read_batch(rows: Sequence[CustomerRow]) -> Batch:
    """Lock the customers of a batch and read everything of theirs that the rows speak of."""
    batch = Batch()
    parties = Party.objects.select_for_update().filter(external_key__in={row.key for row in rows})
    batch.parties.rows = {party.external_key: party for party in parties.order_by("pk")}
    known = {party.pk: party for party in batch.parties.rows.values()}
    numbers = {row.account_number for row in rows if row.account_number}
    for account in Account.objects.filter(number__in=numbers):
        if owner := known.get(account.party_id):
            account.party = owner
        batch.accounts.rows[account.number] = account
    held = Subscription.objects.filter(queries.HELD, number_index__in=set(indexes(rows)))
    for one in held.select_related("account"):
        one.account = batch.accounts.rows.get(one.account.number, one.account)
        batch.subscriptions.rows[one.service, one.number_index] = one
    homes = Address.objects.filter(party__in=list(known), purpose=Address.Purpose.HOME, subscription=None)
    for home in homes.order_by("-pk"):
        home.party = known[home.party_id]
        batch.addresses.rows[home.party.external_key] = home
    return batch


def indexes(rows: Iterable[CustomerRow]) -> list[str]:
    """Under what the service numbers are found."""
    return [lookup_index(row.service.number, "number") for row in rows if row.service]


def plan_row(batch: Batch, row: CustomerRow, known: Known) -> str:
    """Put one row into the batch: new, changed or the same; Rejected when it contradicts what is there."""
    party = batch.parties.rows.get(row.key)
    if party is not None and party.region_id not in known.regions.values():
        raise Rejected(_("This customer belongs to a region outside your reach."))
    account = batch.accounts.rows.get(row.account_number)
    if account is not None and account.party is not party:
        raise Rejected(_("Another customer has this account."))
    service = row.service
    held = batch.subscriptions.rows.get((service.service, lookup_index(service.number, "number"))) if service else None
    if held is not None and (account is None or held.account is not account):
        raise Rejected(_("This number is held under another account."))
    is_new = party is None
    party, is_changed = put_party(batch.parties, party, row)
    if row.account_number and account is None:
        account = batch.accounts.add(row.account_number, Account(party=party, number=row.account_number))
        is_changed = True
    if service and account is not None:
        is_changed |= put_service(batch.subscriptions, held, account, service)
    if row.address:
        is_changed |= put_address(batch.addresses, party, row)
    return NEW if is_new else CHANGED if is_changed else SAME


def put_party(shelf: Shelf, party: Party | None, row: CustomerRow) -> tuple[Party, bool]:
    """The customer as the row says; was anything different?"""
    values = {name: getattr(row.details, name) for name in PARTY_FIELDS}
    values["special_needs"] = list(row.details.special_needs)
    if party is None:
        party = shelf.add(
            row.key, Party(external_key=row.key, unit_id=row.region_id, region_id=row.region_id, **values)
        )
        different = True
    else:
        different = shelf.change(party, **values)
        party.version += different
    if different:
        party.name_index = queries.name_index(party.name)
        party.identity_index = queries.identity_index(party.identity_number)
    return party, different


def put_service(shelf: Shelf, held: Subscription | None, account: Account, service: ServiceRow) -> bool:
    """The subscription as the row says."""
    if held is not None:
        return shelf.change(held, plan_code=service.plan_code, plan_name=service.plan_name)
    index = lookup_index(service.number, "number")
    shelf.add(
        (service.service, index),
        Subscription(
            account=account,
            service=service.service,
            number=service.number,
            number_index=index,
            plan_code=service.plan_code,
            plan_name=service.plan_name,
        ),
    )
    return True


def put_address(shelf: Shelf, party: Party, row: CustomerRow) -> bool:
    """The home address as the row says."""
    home = shelf.rows.get(row.key)
    if home is not None:
        return shelf.change(home, text=row.address)
    shelf.add(row.key, Address(party=party, purpose=Address.Purpose.HOME, text=row.address))
    return True


def write_batch(batch: Batch) -> None:
    """Everything decided, in a few statements."""
    party_fields = [*PARTY_FIELDS, "special_needs", "name_index", "identity_index", "version", "changed_at"]
    for shelf, fields in (
        (batch.parties, party_fields),
        (batch.accounts, []),
        (batch.subscriptions, ["plan_code", "plan_name"]),
        (batch.addresses, ["text"]),
    ):
        copy_in(shelf.added)
        copy_over(list(shelf.changed.values()), fields)


def events_of(batch: Batch) -> list[tuple[Event, int | None]]:
    """One event for each customer with what was added and changed, and the customer's unit."""
    touched: dict[int, tuple[Party, list[str], list[str]]] = {}
    for name, shelf in (
        ("customer", batch.parties),
        ("account", batch.accounts),
        ("subscription", batch.subscriptions),
        ("address", batch.addresses),
    ):
        for place, rows in ((1, shelf.added), (2, shelf.changed.values())):
            for row in rows:
                party = owner_of(row)
                touched.setdefault(party.pk, (party, [], []))[place].append(name)  # type: ignore[union-attr]
    return [
        (events.CustomerImported(party.pk, tuple(added), tuple(changed)), party.unit_id)
        for party, added, changed in touched.values()
    ]


def owner_of(row: Any) -> Party:
    """The customer a row belongs to."""
    if isinstance(row, Party):
        return row
    party: Party = row.account.party if isinstance(row, Subscription) else row.party
    return party


def write_rows(rows: list[CustomerRow], known: Known, by: Staff) -> Written:
    """Write a batch within the caller's transaction; the same rows again change nothing."""
    batch = read_batch(rows)
    refused: dict[int, str] = {}
    counts = dict.fromkeys((NEW, CHANGED, SAME), 0)
    for place, row in enumerate(rows):
        try:
            counts[plan_row(batch, row, known)] += 1
        except Rejected as rejected:
            refused[place] = str(rejected)
    write_batch(batch)
    record_all(events_of(batch), actor=by)
    return Written(counts[NEW], counts[CHANGED], counts[SAME], refused)


CUSTOMERS = ImportKind(
    kind="customers",
    label=gettext_lazy("Customers"),
    right=Right.IMPORT_CUSTOMERS,
    columns=COLUMNS,
    prepare=prepare,
    check_row=check_row,
    write_rows=write_rows,
    about=gettext_lazy(
        "Each row is a customer and, if given, one service. A customer with several services has several rows."
    ),
    batch=BATCH,
)
