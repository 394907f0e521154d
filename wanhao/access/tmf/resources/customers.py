"""Customer (TMF629): our customers, masked as on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from wanhao.access.tmf import wordings
from wanhao.access.tmf.attributes import CUSTOMER
from wanhao.access.tmf.resources import JOINED, Column, by_href, joined, narrowed, told_to
from wanhao.access.tmf.rules import Condition
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import actions
from wanhao.records.customers import queries as customers
from wanhao.records.customers.actions import CustomerDetails
from wanhao.records.customers.models import Party
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff

FACTS = ("tier", "segment", "language")
ACTIVE = "Active"
KEPT = CUSTOMER


def named(names: Sequence[str]) -> Q:
    """Of exactly one of these names."""
    return Q(name_index__in=[customers.name_index(name) for name in names])


COLUMNS = {
    "id": Column("public_id"),
    "href": by_href("public_id"),
    "name": Column(find=named),
    "status": Column(find=lambda words: Q() if ACTIVE in words else Q(pk__in=[])),
    "engagedParty.id": Column("public_id"),
    "engagedParty.name": Column(find=named),
    "account.id": Column(find=lambda ids: Q(pk__in=customers.holders_of_accounts(ids))),
    "tier": Column("tier"),
    "segment": Column("segment"),
}


NOWHERE = {name: schema for name, schema in KEPT.items() if name != "name"}  # of our record itself


class Customers:
    """Parties of our records; tier, segment and language are characteristics."""

    name, kind = "customer", "Customer"
    see, write = Right.SEE_CUSTOMERS, Right.CHANGE_CUSTOMERS
    attributes, needed = CUSTOMER, ("name", "engagedParty")
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Party]:
        """Newest first. A name is asked as a whole; numbers are searched in /api/v1/customers/searches."""
        found = customers.customers(viewer).exclude(wordings.withdrawn("customer"))
        return found.filter(narrowed("customer", conditions, COLUMNS, NOWHERE)).order_by("-pk")

    def one(self, viewer: Staff, key: str) -> Party:
        """By its public id."""
        row = customers.customer(key, viewer)
        if wordings.is_withdrawn(f"customer:{row.pk}"):
            raise NotFound("This customer was withdrawn.")
        return row

    def shown(self, rows: Sequence[Party], viewer: Staff) -> list[dict[str, Any]]:
        """Masked as on a page, but for what the asker wrote: that they know."""
        words = wordings.words_for([f"customer:{row.pk}" for row in rows])
        said = {row.pk: words.get(f"customer:{row.pk}", wordings.NONE) for row in rows}
        for row in rows:
            if said[row.pk].writer_id != viewer.pk:
                said[row.pk].said.pop("name", None)
        return [_shown(row, told_to(viewer, said[row.pk], name=row.name_index)) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Party:
        """A customer of the region of whose token it is."""
        name, engaged = body.text("name", most=120, is_needed=True), body.object("engagedParty", is_needed=True)
        body.conform(CUSTOMER)
        body.check(engaged)
        details = _facts(body, CustomerDetails(name=name, kind=_kind(engaged)))
        row = actions.register_customer(details, region=viewer.unit.region or viewer.unit, by=viewer)
        return self._keep(row, body, viewer)

    @transaction.atomic
    def change(self, row: Party, body: Body, viewer: Staff) -> Party:
        """Name and characteristics, and the words that are only kept."""
        before = CustomerDetails(
            name=row.name,
            kind=row.kind,
            identity_number=row.identity_number,
            tier=row.tier,
            segment=row.segment,
            language=row.language,
            special_needs=tuple(row.special_needs),
        )
        name = body.text("name", most=120)
        body.conform(CUSTOMER)
        body.check()
        wanted = _facts(body, before)
        if name and name != mask_name(row.name):
            wanted = replace(wanted, name=name)
        if wanted != before:
            actions.change_customer(row.pk, wanted, version=row.version, by=viewer)
        return self._keep(row, body, viewer)

    def _keep(self, row: Party, body: Body, viewer: Staff) -> Party:
        """The words that are only kept; the name is given back plain to who wrote it, while it is still that."""
        row, sent = self.one(viewer, row.public_id), dict(body.sent)
        beside = {}
        if "name" in sent:
            is_plain = sent["name"] and sent["name"] != mask_name(row.name)
            sent["name"], beside = (sent["name"], {"name": row.name_index}) if is_plain else (None, {})
        wordings.keep(f"customer:{row.pk}", sent, KEPT, by=viewer, beside=beside)
        return row

    @transaction.atomic
    def remove(self, row: Party, viewer: Staff) -> int:
        """Take back a customer nobody has served yet: the record stays, interfaces show it no longer."""
        if not wordings.words_for([f"customer:{row.pk}"]):
            raise NotAllowed("Only a customer that came through an interface is taken back there.")
        if customers.account_numbers(row.pk) or contacts.contacts_of_customer(row.pk, most=1):
            raise NotAllowed("This customer has accounts or contacts with us and stays.")
        if tickets.open_tickets_of_customer(row.pk, viewer):
            raise NotAllowed("This customer has tickets with us and stays.")
        return wordings.withdraw(f"customer:{row.pk}", row.public_id, by=viewer)


def _kind(engaged: Body) -> str:
    is_firm = str(engaged.sent.get("@referredType", "")).lower() == "organization"
    return Party.Kind.ORGANISATION if is_firm else Party.Kind.PERSON


def _facts(body: Body, details: CustomerDetails) -> CustomerDetails:
    """The characteristics of our record; others are kept as they are written."""
    for one in body.objects("characteristic"):
        name, value = one.sent.get("name"), one.sent.get("value")
        if name in FACTS:
            if not isinstance(value, str):
                raise Invalid(characteristic=f"{name} has a word as its value.")
            details = replace(details, **{str(name): value})  # type: ignore[arg-type]
    return details


def _shown(row: Party, words: dict[str, Any]) -> dict[str, Any]:
    engaged = {
        "id": row.public_id,
        "name": mask_name(row.name),
        "@type": "RelatedParty",
        "@referredType": "Organization" if row.kind == Party.Kind.ORGANISATION else "Individual",
    }
    own: dict[str, Any] = {
        "id": row.public_id,
        "name": mask_name(row.name),
        "status": ACTIVE,
        "engagedParty": engaged,
        "account": [
            {"id": str(key), "name": number, "@type": "AccountRef"} for key, number in customers.masked_accounts(row.pk)
        ],
        "characteristic": [
            {"name": name, "value": getattr(row, name), "valueType": "string", "@type": "Characteristic"}
            for name in FACTS
        ],
        "@type": "Customer",
    }
    told = own | {name: value for name, value in words.items() if name not in JOINED}
    told["engagedParty"] = engaged | {"name": told["name"]} | (words.get("engagedParty") or {})
    told["account"] = joined(own["account"], words.get("account"))
    theirs = [one for one in words.get("characteristic") or [] if one.get("name") not in FACTS]
    told["characteristic"] = [*own["characteristic"], *theirs]
    if words.get("relatedParty"):
        told["relatedParty"] = words["relatedParty"]
    return told
