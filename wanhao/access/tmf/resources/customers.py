"""Customer (TMF629): our customers, masked as on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from wanhao.access.tmf import wordings
from wanhao.access.tmf.resources import Column, NeverRemoved, narrowed
from wanhao.access.tmf.rules import Condition
from wanhao.common.errors import Invalid
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import actions
from wanhao.records.customers import queries as customers
from wanhao.records.customers.actions import CustomerDetails
from wanhao.records.customers.models import Party

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff

FACTS = ("tier", "segment", "language")
OWN = (
    "engagedParty", "status", "statusReason", "validFor", "agreement", "paymentMethod", "relatedParty",
    "creditProfile", "@baseType", "@schemaLocation", "@type",
)  # fmt: skip
COLUMNS = {
    "id": Column("public_id"),
    "tier": Column("tier"),
    "segment": Column("segment"),
}


class Customers(NeverRemoved):
    """Parties of our records; tier, segment and language are characteristics."""

    name, kind = "customer", "Customer"
    see, write = Right.SEE_CUSTOMERS, Right.CHANGE_CUSTOMERS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Party]:
        """Newest first. Names and numbers are never asked in an address: search in /api/v1/customers/searches."""
        return customers.customers(viewer).filter(narrowed(conditions, COLUMNS)).order_by("-pk")

    def one(self, viewer: Staff, key: str) -> Party:
        """By its public id."""
        return customers.customer(key, viewer)

    def shown(self, rows: Sequence[Party], viewer: Staff) -> list[dict[str, Any]]:
        """Masked: an interface shows no more than a page."""
        words = wordings.words_for([f"customer:{row.pk}" for row in rows])
        return [_shown(row, words.get(f"customer:{row.pk}", {})) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Party:
        """A customer of the region of whose token it is."""
        name, engaged = body.text("name", most=120, is_needed=True), body.object("engagedParty", is_needed=True)
        details = _facts(body, CustomerDetails(name=name or "?"))
        body.check(engaged)
        row = actions.register_customer(details, region=viewer.unit.region or viewer.unit, by=viewer)
        wordings.keep(f"customer:{row.pk}", body.sent, OWN)
        return self.one(viewer, row.public_id)

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
        wanted = _facts(body, before)
        if name and name != mask_name(row.name):
            wanted = replace(wanted, name=name)
        body.object("engagedParty")
        body.check()
        if wanted != before:
            actions.change_customer(row.pk, wanted, version=row.version, by=viewer)
        wordings.keep(f"customer:{row.pk}", body.sent, OWN)
        return self.one(viewer, row.public_id)


def _facts(body: Body, details: CustomerDetails) -> CustomerDetails:
    """The characteristics we know; others would be lost and are refused."""
    for one in body.objects("characteristic"):
        name, value = one.text("name", most=60, is_needed=True), one.sent.get("value")
        body.wrong |= one.wrong
        if name and (name not in FACTS or not isinstance(value, str)):
            raise Invalid(characteristic=f"Characteristics are {', '.join(FACTS)}, each with a word as its value.")
        if name:
            details = replace(details, **{name: str(value)})  # type: ignore[arg-type]
    return details


def _shown(row: Party, words: dict[str, Any]) -> dict[str, Any]:
    engaged = {
        "id": row.public_id,
        "name": mask_name(row.name),
        "@type": "RelatedParty",
        "@referredType": "Organization" if row.kind == Party.Kind.ORGANISATION else "Individual",
    }
    own = {
        "id": row.public_id,
        "name": mask_name(row.name),
        "status": "Active",
        "engagedParty": engaged,
        "account": [
            {"id": number, "name": number, "@type": "AccountRef"} for number in customers.account_numbers(row.pk)
        ],
        "characteristic": [
            {"name": name, "value": getattr(row, name), "valueType": "string", "@type": "Characteristic"}
            for name in FACTS
        ],
        "@type": "Customer",
    }
    told = own | words
    if isinstance(words.get("engagedParty"), dict):
        told["engagedParty"] = engaged | {"id": words["engagedParty"].get("id") or engaged["id"]} | {
            name: value for name, value in words["engagedParty"].items() if name in ("role", "href", "@referredType")
        }  # fmt: skip
    return told
