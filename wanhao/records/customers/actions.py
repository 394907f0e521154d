"""Changing customers: registering, what they hold, their consent and their marks."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.common.phone_numbers import is_telephone_number, normalise_number
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor, Event
from wanhao.records.customers import events, queries, rules
from wanhao.records.customers.models import (
    Account,
    Address,
    ContactNumber,
    Party,
    RiskMark,
    SpecialNeed,
    Subscription,
)

By = Staff | Actor
CONSENTS = {"marketing": "has_consented_marketing", "recording": "has_consented_recording"}
# Read once: `values` of choices is computed anew on every look, which imports would feel.
CODES: dict[str, tuple[str, ...]] = {
    "kind": tuple(Party.Kind.values),
    "tier": tuple(Party.Tier.values),
    "segment": tuple(Party.Segment.values),
    "language": tuple(Party.Language.values),
}
NEEDS = frozenset(SpecialNeed.values)


@dataclass(frozen=True)
class CustomerDetails:
    """What is written down about a customer."""

    name: str
    kind: str = Party.Kind.PERSON
    identity_number: str = ""
    tier: str = Party.Tier.STANDARD
    segment: str = Party.Segment.HOME
    language: str = Party.Language.CHINESE
    special_needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubscriptionDetails:
    """A service and its number."""

    service: str
    number: str
    plan_code: str = ""
    plan_name: str = ""
    began_on: date | None = None


@transaction.atomic
def register_customer(
    details: CustomerDetails, *, region: Unit, by: By, unit: Unit | None = None, external_key: str = ""
) -> Party:
    """Register a new customer of a region; `unit` is who looks after it, the region itself by default."""
    if isinstance(by, Staff) and not queries.regions_of(by).filter(pk=region.pk).exists():
        raise Forbidden(_("You may not register customers in this region."))
    party = Party(region=region, unit=unit or region, external_key=external_key)
    _write(party, checked(details))
    party.save()
    _record(events.CustomerRegistered(party.pk, party.tier, party.segment), party, by)
    return party


@transaction.atomic
def change_customer(customer_id: int, details: CustomerDetails, *, version: int, by: By) -> Party:
    """Write new details over those of `version`; Conflict when somebody changed them since."""
    party = queries.customer_to_change(customer_id, by)
    if party.version != version:
        raise Conflict(_("Somebody changed this customer meanwhile. What you typed is kept: compare and save again."))
    changed = _write(party, checked(details))
    if changed:
        party.version += 1
        party.save()
        _record(events.CustomerChanged(party.pk, tuple(changed)), party, by)
    return party


def checked(details: CustomerDetails) -> CustomerDetails:
    """The details in our spelling; Invalid says what is wrong with which field."""
    name, identity = " ".join(details.name.split()), rules.normalise_identity(details.identity_number)
    wrong: dict[str, object] = {}
    if not 0 < len(name) <= rules.NAME_LIMIT:
        wrong["name"] = _("Give a name of at most 120 characters.")
    if identity and not rules.is_identity_number(identity):
        wrong["identity_number"] = _("This is no valid document number: check the digits.")
    if unknown := set(details.special_needs) - NEEDS:
        wrong["special_needs"] = _("Unknown special needs: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
    for field, codes in CODES.items():
        if getattr(details, field) not in codes:
            wrong[field] = _("Choose one of: %(codes)s.") % {"codes": ", ".join(codes)}
    if wrong:
        raise Invalid(**wrong)
    return replace(details, name=name, identity_number=identity)


def _as_dict(details: CustomerDetails) -> dict[str, object]:
    return {field.name: getattr(details, field.name) for field in fields(details)}


def _write(party: Party, details: CustomerDetails) -> list[str]:
    """Copy the details onto the row with their look-up indexes; the names of fields that differ."""
    values = _as_dict(details) | {"special_needs": sorted(details.special_needs)}
    changed = [name for name, value in values.items() if getattr(party, name) != value]
    for name in changed:
        setattr(party, name, values[name])
    party.name_index = queries.name_index(party.name)
    party.identity_index = queries.identity_index(party.identity_number)
    return changed


@transaction.atomic
def open_account(customer_id: int, number: str, *, by: By, opened_on: date | None = None) -> Account:
    """Give the customer an account."""
    party = queries.customer_to_change(customer_id, by)
    number = rules.normalise_account(number)
    if not rules.is_account_number(number):
        raise Invalid(number=_("An account number has 3 to 30 letters, digits or dashes."))
    if queries.account_number_taken(number):
        raise Invalid(number=_("There is an account of this number already."))
    account = Account.objects.create(party=party, number=number, opened_on=opened_on)
    _record(events.AccountOpened(party.pk, account.pk), party, by)
    return account


@transaction.atomic
def add_subscription(account_id: int, details: SubscriptionDetails, *, by: By) -> Subscription:
    """Give an account a service with its number; a number is held once per service."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound(_("There is no such account."))
    party = queries.customer_to_change(account.party_id, by)
    number = normalise_number(details.number)
    if details.service not in Subscription.Service.values:
        raise Invalid(service=_("Choose a service."))
    if not rules.is_service_number(number, details.service):
        raise Invalid(number=_("This is no valid number for the service."))
    if queries.service_number_taken(details.service, number):
        raise Invalid(number=_("Another customer holds this number."))
    subscription = Subscription.objects.create(
        account=account,
        service=details.service,
        number=number,
        number_index=queries.number_index(number),
        plan_code=details.plan_code,
        plan_name=details.plan_name,
        began_on=details.began_on,
    )
    _record(events.SubscriptionAdded(party.pk, subscription.pk, details.service, details.plan_code), party, by)
    return subscription


@transaction.atomic
def set_subscription_status(subscription_id: int, status: str, *, on: date, by: By) -> Subscription:
    """Suspend, resume or terminate a service; what is terminated stays so."""
    subscription = Subscription.objects.select_related("account").filter(pk=subscription_id).first()
    if subscription is None:
        raise NotFound(_("There is no such service."))
    party = queries.customer_to_change(subscription.account.party_id, by)
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id)
    if subscription.status == Subscription.Status.TERMINATED:
        raise NotAllowed(_("This service was terminated. Add it anew."))
    if subscription.status != status:
        subscription.status = Subscription.Status(status)
        subscription.ended_on = on if status == Subscription.Status.TERMINATED else None
        subscription.save(update_fields=["status", "ended_on"])
        _record(events.SubscriptionChanged(party.pk, subscription.pk, ("status",)), party, by)
    return subscription


@transaction.atomic
def add_address(customer_id: int, purpose: str, text: str, *, by: By, subscription_id: int | None = None) -> Address:
    """Note where the customer lives, is billed, or has a service installed."""
    party = queries.customer_to_change(customer_id, by)
    text = " ".join(text.split())
    if not 0 < len(text) <= 200:
        raise Invalid(text=_("Give an address of at most 200 characters."))
    if purpose not in Address.Purpose.values:
        raise Invalid(purpose=_("Choose what the address is for."))
    address = Address.objects.create(party=party, purpose=purpose, text=text, subscription_id=subscription_id)
    _record(events.AddressAdded(party.pk, address.pk, purpose), party, by)
    return address


@transaction.atomic
def remove_address(customer_id: int, address_id: int, *, by: By) -> None:
    """Forget an address."""
    party = queries.customer_to_change(customer_id, by)
    address = party.addresses.filter(pk=address_id).first()
    if address is None:
        raise NotFound(_("This address was removed already."))
    address.delete()
    _record(events.AddressRemoved(party.pk, address.purpose), party, by)


@transaction.atomic
def add_contact_number(customer_id: int, number: str, *, by: By, remark: str = "") -> ContactNumber:
    """Note another number at which the customer can be reached and is recognised when calling."""
    party = queries.customer_to_change(customer_id, by)
    number = normalise_number(number)
    if not is_telephone_number(number):
        raise Invalid(number=_("A telephone number has 5 to 15 digits."))
    known, created = ContactNumber.objects.get_or_create(
        party=party,
        number_index=queries.number_index(number),
        defaults={"number": number, "remark": remark[:60]},
    )
    if not created:
        raise Invalid(number=_("This number is noted already."))
    _record(events.ContactNumberAdded(party.pk, known.pk), party, by)
    return known


@transaction.atomic
def remove_contact_number(customer_id: int, contact_number_id: int, *, by: By) -> None:
    """Forget a contact number."""
    party = queries.customer_to_change(customer_id, by)
    removed, _rows = party.contact_numbers.filter(pk=contact_number_id).delete()
    if not removed:
        raise NotFound(_("This number was removed already."))
    _record(events.ContactNumberRemoved(party.pk, contact_number_id), party, by)


@transaction.atomic
def give_consent(customer_id: int, purpose: str, *, by: By) -> Party:
    """Note that the customer agrees to offers (`marketing`) or to being recorded (`recording`)."""
    return _set_consent(customer_id, purpose, True, by)


@transaction.atomic
def withdraw_consent(customer_id: int, purpose: str, *, by: By) -> Party:
    """Note that the customer no longer agrees."""
    return _set_consent(customer_id, purpose, False, by)


def _set_consent(customer_id: int, purpose: str, agrees: bool, by: By) -> Party:
    party = queries.customer_to_change(customer_id, by)
    field = CONSENTS[purpose]
    if getattr(party, field) != agrees:
        setattr(party, field, agrees)
        party.save(update_fields=[field, "changed_at"])
        event = events.ConsentGiven if agrees else events.ConsentWithdrawn
        _record(event(party.pk, purpose), party, by)
    return party


@transaction.atomic
def mark_risk(customer_id: int, mark: str, *, reason: str, by: By) -> Party:
    """Warn colleagues about something with this customer."""
    party = queries.customer_to_change(customer_id, by)
    if mark not in RiskMark.values:
        raise Invalid(mark=_("Choose a risk mark."))
    if not reason.strip():
        raise Invalid(reason=_("Say why, for those who read it later."))
    if mark not in party.risk_marks:
        party.risk_marks = sorted([*party.risk_marks, mark])
        party.save(update_fields=["risk_marks", "changed_at"])
        _record(events.RiskMarked(party.pk, mark, reason.strip()[:200]), party, by)
    return party


@transaction.atomic
def clear_risk(customer_id: int, mark: str, *, reason: str, by: By) -> Party:
    """Take a risk mark away."""
    party = queries.customer_to_change(customer_id, by)
    if not reason.strip():
        raise Invalid(reason=_("Say why, for those who read it later."))
    if mark in party.risk_marks:
        party.risk_marks = [kept for kept in party.risk_marks if kept != mark]
        party.save(update_fields=["risk_marks", "changed_at"])
        _record(events.RiskCleared(party.pk, mark, reason.strip()[:200]), party, by)
    return party


def _record(event: Event, party: Party, by: By) -> None:
    record(event, actor=by, unit=party.unit_id)
