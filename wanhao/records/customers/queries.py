"""Reading customers: found by what people tell us, masked for whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.common.masking import mask_address, mask_identity, mask_name, mask_number
from wanhao.common.phone_numbers import is_mobile, normalise_number
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import units_within
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.privacy.fields import lookup_index
from wanhao.records.customers import reach, rules
from wanhao.records.customers.callers import caller_by_number as caller_by_number
from wanhao.records.customers.callers import marks_of as marks_of
from wanhao.records.customers.models import (
    Account,
    Address,
    ContactNumber,
    Party,
    RiskMark,
    SpecialNeed,
    Subscription,
)

HELD = ~Q(status=Subscription.Status.TERMINATED)
PAGE = 50


def number_index(number: str) -> str:
    """Under what a telephone or service number is found, however it was written."""
    return lookup_index(normalise_number(number), "number")


def name_index(name: str) -> str:
    """Under what a name is found."""
    return lookup_index(rules.normalise_name(name), "name")


def identity_index(number: str) -> str:
    """Under what an identity document is found."""
    return lookup_index(rules.normalise_identity(number), "identity")


def subscription_by_number(number: str) -> Subscription | None:
    """Who holds this number now; for the telephone, without a viewer."""
    held = Subscription.objects.filter(HELD, number_index=number_index(number))
    return held.select_related("account__party").order_by("service", "id").first() if number else None


def customer_by_number(number: str) -> Party | None:
    """The customer who holds this number or can be reached at it; None when several can. Without a viewer."""
    if not number:
        return None
    if subscription := subscription_by_number(number):
        return subscription.account.party
    reachable = Party.objects.filter(contact_numbers__number_index=number_index(number)).distinct()[:2]
    return reachable[0] if len(reachable) == 1 else None


def reachable_numbers(customer_id: int) -> list[str]:
    """Telephones a customer can be reached at: mobiles they hold, other numbers they gave, fixed lines."""
    held = Subscription.objects.filter(HELD, account__party=customer_id)
    mobiles, fixed = ([row.number for row in held.filter(service=one).order_by("pk")] for one in ("mobile", "fixed"))
    given = ContactNumber.objects.filter(party=customer_id).order_by("pk")
    return [*mobiles, *(row.number for row in given), *fixed]


def services_held(customer_id: int) -> list[Subscription]:
    """What a customer holds now, for a part of the programme."""
    return list(Subscription.objects.filter(HELD, account__party=customer_id).order_by("pk"))


def address_words(customer_id: int) -> list[str]:
    """A customer's addresses as they are written, for a part of the programme."""
    return [row.text for row in Address.objects.filter(party=customer_id).order_by("pk")]


def customer_to_change(customer_id: int, by: Staff | Actor) -> Party:
    """The customer, locked, if this person (or a part of the programme) may change it; NotFound otherwise."""
    rows = Party.objects.filter(pk=customer_id)
    if isinstance(by, Staff):
        rows = rows.visible_to(by, Right.CHANGE_CUSTOMERS)
    party = Party.objects.select_for_update().filter(pk__in=rows.values("pk")).first()
    if party is None:
        raise NotFound(_("There is no such customer within your reach."))
    return party


def account_number_taken(number: str) -> bool:
    """Is there an account of this number?"""
    return Account.objects.filter(number=rules.normalise_account(number)).exists()


def service_number_taken(service: str, number: str) -> bool:
    """Does somebody hold this service under this number?"""
    return Subscription.objects.filter(HELD, service=service, number_index=number_index(number)).exists()


def customers(viewer: Staff) -> QuerySet[Party]:
    """Customers the viewer may see."""
    return Party.objects.visible_to(viewer, Right.SEE_CUSTOMERS)


def region_of(customer_id: int) -> Unit:
    """The region a customer belongs to."""
    return Party.objects.select_related("region").get(pk=customer_id).region


def may_change(customer_id: int, viewer: Staff) -> bool:
    """May this person change the customer?"""
    return Party.objects.visible_to(viewer, Right.CHANGE_CUSTOMERS).filter(pk=customer_id).exists()


def regions_of(viewer: Staff) -> QuerySet[Unit]:
    """Regions in which this person may register customers."""
    units = viewer.units_for(Right.CHANGE_CUSTOMERS)
    within = Q(pk__in=reach.regions_of(units))
    for unit in units:
        within |= Q(path__startswith=unit.path)
    return Unit.objects.filter(within, kind=Unit.Kind.REGION).order_by("path")


def customers_served(viewer: Staff) -> QuerySet[Party]:
    """Customers the viewer is serving just now, wherever they belong."""
    return Party.objects.filter(reach.customers_being_served(viewer))


def customer(public_id: str, viewer: Staff) -> Party:
    """One customer by its public id; NotFound beyond the viewer's reach."""
    party = customers(viewer).filter(public_id=public_id).select_related("unit", "region").first()
    if party is None:
        raise NotFound(_("There is no such customer within your reach."))
    return party


def public_id_of(customer_id: int) -> str | None:
    """The public id of a customer; for parts of the programme, without a viewer."""
    return Party.objects.filter(pk=customer_id).values_list("public_id", flat=True).first()


def matching(term: str) -> Q:
    """A filter on customers for what somebody typed: number, account, identity document or exact name."""
    read = rules.readings(term)
    found = Q(pk__in=[])
    if number := read.get("number"):
        index = lookup_index(number, "number")
        held = Subscription.objects.filter(number_index=index).values_list("account__party", flat=True)
        given = ContactNumber.objects.filter(number_index=index).values_list("party", flat=True)
        found |= Q(pk__in={*held, *given})
    if account := read.get("account"):
        found |= Q(pk__in=set(Account.objects.filter(number=account).values_list("party", flat=True)))
    if identity := read.get("identity"):
        found |= Q(identity_index=lookup_index(identity, "identity")) & ~Q(identity_index="")
    if name := read.get("name"):
        found |= Q(name_index=lookup_index(name, "name"))
    return found


@dataclass(frozen=True)
class CustomerFilter:
    """What a list of customers is narrowed to; empty means any."""

    term: str = ""
    tier: str = ""
    segment: str = ""
    service: str = ""
    region: str = ""
    before_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing was asked."""
        return not (self.term or self.tier or self.segment or self.service or self.region)


def found_customers(viewer: Staff, wanted: CustomerFilter, limit: int = PAGE) -> list[Party]:
    """Newest first, at most `limit` after `before_id`; each with accounts and held subscriptions loaded."""
    rows = narrowed(viewer, wanted)
    if wanted.before_id:
        rows = rows.filter(pk__lt=wanted.before_id)
    return list(rows.order_by("-pk")[:limit])


def narrowed(viewer: Staff, wanted: CustomerFilter) -> QuerySet[Party]:
    """Customers within reach that fit, in no order, with accounts and held subscriptions."""
    rows = _listed(viewer)
    if wanted.term:
        rows = rows.filter(matching(wanted.term))
    exact = {"tier": wanted.tier, "segment": wanted.segment, "region__code": wanted.region}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.service:
        held = Subscription.objects.filter(HELD, service=wanted.service, account__party=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    shown = Prefetch("accounts__subscriptions", Subscription.objects.filter(HELD).order_by("service", "id"))
    return rows.select_related("region").prefetch_related("accounts", shown)


def _listed(viewer: Staff) -> QuerySet[Party]:
    """Those the viewer may see, spelled out in numbers: for lists of very many."""
    units = units_within(viewer, Right.SEE_CUSTOMERS)
    if units is None:
        return Party.objects.all()
    if not units:
        return Party.objects.none()
    regions = reach.regions_of(viewer.units_for(Right.SEE_CUSTOMERS))
    served = customers_served(viewer).values_list("pk", flat=True)
    return Party.objects.filter(Q(unit__in=units) | Q(region__in=regions) | Q(pk__in=set(served)))


def regions(viewer: Staff) -> QuerySet[Unit]:
    """Regions a list can be narrowed to."""
    return Unit.objects.filter(kind=Unit.Kind.REGION).order_by("path")


@dataclass(frozen=True)
class HeldService:
    """A subscription as shown: its number masked."""

    id: int
    service: str
    service_label: str
    number: str
    plan_name: str
    status: str
    status_label: str
    account_number: str


@dataclass(frozen=True)
class CustomerCard:
    """Who a customer is, masked: for the desk, the voice menu's branches and lists."""

    id: int
    public_id: str
    kind: str
    name: str
    identity_number: str
    tier: str
    tier_label: str
    segment: str
    segment_label: str
    language: str
    language_label: str
    region: str
    special_needs: list[str]
    special_need_labels: list[str]
    risk_marks: list[str]
    risk_mark_labels: list[str]
    has_consented_marketing: bool
    has_consented_recording: bool
    services: list[HeldService] = field(default_factory=list)
    addresses: list[tuple[int, str, str]] = field(default_factory=list)
    contact_numbers: list[tuple[int, str, str]] = field(default_factory=list)


def labels(choices: type[SpecialNeed] | type[RiskMark], codes: Iterable[str]) -> list[str]:
    """Words for codes; an unknown code is shown as it is."""
    known = dict(choices.choices)
    return [str(known.get(code, code)) for code in codes]


def held_services(party: Party) -> list[HeldService]:
    """Everything the customer holds or held, masked; what is held first."""
    rows = (
        Subscription.objects.filter(account__party=party).select_related("account").order_by("status", "service", "id")
    )
    return [
        HeldService(
            id=row.pk,
            service=row.service,
            service_label=row.get_service_display(),
            number=mask_number(row.number),
            plan_name=row.plan_name,
            status=row.status,
            status_label=row.get_status_display(),
            account_number=mask_number(row.account.number),
        )
        for row in rows
    ]


def card_of(party: Party) -> CustomerCard:
    """The masked card of a customer already fetched within reach."""
    return CustomerCard(
        id=party.pk,
        public_id=party.public_id,
        kind=party.kind,
        name=mask_name(party.name),
        identity_number=mask_identity(party.identity_number),
        tier=party.tier,
        tier_label=party.get_tier_display(),
        segment=party.segment,
        segment_label=party.get_segment_display(),
        language=party.language,
        language_label=party.get_language_display(),
        region=party.region.name,
        special_needs=list(party.special_needs),
        special_need_labels=labels(SpecialNeed, party.special_needs),
        risk_marks=list(party.risk_marks),
        risk_mark_labels=labels(RiskMark, party.risk_marks),
        has_consented_marketing=party.has_consented_marketing,
        has_consented_recording=party.has_consented_recording,
        services=held_services(party),
        addresses=[(row.pk, row.get_purpose_display(), mask_address(row.text)) for row in addresses_of(party)],
        contact_numbers=[(row.pk, mask_number(row.number), row.remark) for row in party.contact_numbers.order_by("id")],
    )


def accounts_of(customer_id: int) -> QuerySet[Account]:
    """A customer's accounts, the oldest first, for whoever has seen the customer."""
    return Account.objects.filter(party=customer_id).order_by("pk")


def account_numbers(customer_id: int) -> list[str]:
    """Numbers of a customer's accounts, for whoever has seen the customer."""
    return list(Account.objects.filter(party=customer_id).order_by("number").values_list("number", flat=True))


def masked_accounts(customer_id: int) -> list[tuple[int, str]]:
    """A customer's accounts by the key the eye opens them with, their numbers masked; for whoever has seen them."""
    rows = Account.objects.filter(party=customer_id).order_by("number")
    return [(row.pk, mask_number(row.number)) for row in rows]


def holders_of_accounts(names: Iterable[str]) -> list[int]:
    """Customers of these accounts, named by their keys as `masked_accounts` gives them or by their whole numbers."""
    names = list(names)
    keys = [int(one) for one in names if one.isascii() and one.isdigit() and len(one) < 18]
    found = Account.objects.filter(Q(pk__in=keys) | Q(number__in=names))
    return list(found.values_list("party", flat=True))


def mobile_of(customer_id: int) -> str:
    """A mobile the customer can be told something at: one given for that, else one they hold with us; '' if none."""
    given = ContactNumber.objects.filter(party=customer_id).order_by("pk")
    held = Subscription.objects.filter(
        account__party=customer_id, service=Subscription.Service.MOBILE, status=Subscription.Status.ACTIVE
    )
    rows: Iterator[ContactNumber | Subscription] = chain(given, held.order_by("pk"))
    return next((row.number for row in rows if is_mobile(row.number)), "")


def addresses_of(party: Party) -> QuerySet[Address]:
    """Addresses of a customer already fetched within reach."""
    return party.addresses.order_by("purpose", "id")


def customer_card(customer_id: int, viewer: Staff) -> CustomerCard:
    """The masked card of a customer the viewer may see; NotFound otherwise."""
    party = customers(viewer).filter(pk=customer_id).select_related("region").first()
    if party is None:
        raise NotFound(_("There is no such customer within your reach."))
    return card_of(party)
