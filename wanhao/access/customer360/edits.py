"""What can be changed from the customer's page: the form of each edit and the action behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wanhao.access.customer360.forms import (
    AccountForm,
    AddressForm,
    ConsentForm,
    ContactNumberForm,
    DetailsForm,
    PinForm,
    PinUnlockForm,
    RiskForm,
    ServiceForm,
)
from wanhao.common.errors import NotFound
from wanhao.common.masking import mask_number
from wanhao.records.customers import actions, pins, queries
from wanhao.records.customers.actions import CustomerDetails, SubscriptionDetails

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.seen import Shown
    from wanhao.records.customers.models import Party


@dataclass(frozen=True)
class Wish:
    """One change somebody asks for, of the version they saw, and what the form showed before they typed."""

    party: Party
    version: int
    by: Staff
    typed: dict[str, Any]
    seen: Shown = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """A change: its words, its form, what the form begins with, and the action."""

    name: str
    label: StrOrPromise
    icon: str
    form: type[forms.Form]
    do: Callable[[Wish], object]
    begins_with: Callable[[Party], dict[str, Any]] = lambda party: {}


def _details(party: Party) -> dict[str, Any]:
    names = ("kind", "tier", "segment", "language", "special_needs")
    return {name: getattr(party, name) for name in names}


def _change_details(wish: Wish) -> None:
    typed = wish.typed | {"special_needs": tuple(wish.typed["special_needs"])}
    for name in ("name", "identity_number"):
        typed[name] = typed[name] or getattr(wish.party, name)
    actions.change_customer(wish.party.pk, CustomerDetails(**typed), version=wish.version, by=wish.by)


@transaction.atomic
def _set_consent(wish: Wish) -> None:
    for purpose, agrees in wish.typed.items():
        if purpose in wish.seen and bool(wish.seen[purpose]) == agrees:
            continue  # left as it was shown: what others said since stays
        change = actions.give_consent if agrees else actions.withdraw_consent
        change(wish.party.pk, purpose, by=wish.by)


@transaction.atomic
def _set_risks(wish: Wish) -> None:
    wanted, reason = set(wish.typed["marks"]), wish.typed["reason"]
    before = set(wish.seen.get("marks", wish.party.risk_marks))
    for mark in wanted - before:
        actions.mark_risk(wish.party.pk, mark, reason=reason, by=wish.by)
    for mark in before - wanted:
        actions.clear_risk(wish.party.pk, mark, reason=reason, by=wish.by)


def _own_account(wish: Wish) -> int:
    """The account that was chosen, if it is the customer's."""
    account: int = wish.typed["account"]
    if not queries.accounts_of(wish.party.pk).filter(pk=account).exists():
        raise NotFound(_("There is no such account."))
    return account


def _set_pin(wish: Wish) -> None:
    pins.set_pin(_own_account(wish), wish.typed["pin"], by=wish.by)


def _unlock_pin(wish: Wish) -> None:
    pins.unlock_pin(_own_account(wish), reason=wish.typed["reason"], by=wish.by)


def _add_service(wish: Wish) -> None:
    typed = wish.typed
    details = SubscriptionDetails(typed["service"], typed["number"], plan_name=typed["plan_name"])
    actions.add_subscription(_own_account(wish), details, by=wish.by)


EDITS = {
    edit.name: edit
    for edit in (
        Edit("details", gettext_lazy("Edit"), "pencil", DetailsForm, _change_details, _details),
        Edit("risk", gettext_lazy("Risk marks"), "alert-triangle", RiskForm, _set_risks,
             lambda party: {"marks": party.risk_marks}),
        Edit("consent", gettext_lazy("Consent"), "shield-check", ConsentForm, _set_consent,
             lambda party: {"marketing": party.has_consented_marketing, "recording": party.has_consented_recording}),
        Edit("contact-number", gettext_lazy("Add a number"), "phone-plus", ContactNumberForm,
             lambda wish: actions.add_contact_number(wish.party.pk, by=wish.by, **wish.typed)),
        Edit("address", gettext_lazy("Add an address"), "map-pin-plus", AddressForm,
             lambda wish: actions.add_address(wish.party.pk, by=wish.by, **wish.typed)),
        Edit("account", gettext_lazy("Add an account"), "wallet", AccountForm,
             lambda wish: actions.open_account(wish.party.pk, by=wish.by, **wish.typed)),
        Edit("service", gettext_lazy("Add a service"), "plus", ServiceForm, _add_service),
        Edit("pin", gettext_lazy("Set the business PIN"), "lock", PinForm, _set_pin),
        Edit("pin-unlock", gettext_lazy("Unlock the business PIN"), "lock-open", PinUnlockForm, _unlock_pin),
    )
}  # fmt: skip


def form_of(edit: Edit, party: Party, typed: Any = None) -> forms.Form:
    """The form of an edit, filled with what is there or with what was typed."""
    form = edit.form(typed) if typed is not None else edit.form(initial=edit.begins_with(party))
    if "account" in form.fields:
        accounts = [(account.pk, mask_number(account.number)) for account in queries.accounts_of(party.pk)]
        form.fields["account"].choices = accounts  # type: ignore[attr-defined]
    return form


def edits_for(party: Party, viewer: Staff) -> list[Edit]:
    """What this person may change about this customer."""
    if not queries.may_change(party.pk, viewer):
        return []
    hidden = set() if queries.accounts_of(party.pk).exists() else {"service", "pin"}
    if not pins.has_locked(party.pk):
        hidden.add("pin-unlock")
    return [edit for edit in EDITS.values() if edit.name not in hidden]
