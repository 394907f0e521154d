"""Customers: parties, their accounts and subscriptions, and what we must know to serve them well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText
from wanhao.records.customers import reach

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


class SpecialNeed(models.TextChoices):
    """What makes it harder for a customer to be served like everybody else."""

    ELDERLY = "elderly", _("Elderly")
    HEARING = "hearing", _("Hard of hearing")
    SIGHT = "sight", _("Poor sight")
    MOBILITY = "mobility", _("Cannot move easily")
    MINORITY_LANGUAGE = "minority_language", _("Speaks another language")


class RiskMark(models.TextChoices):
    """What to watch for with a customer."""

    ARREARS = "arrears", _("In arrears")
    FRAUD = "fraud", _("Suspected fraud")
    REPEAT_COMPLAINT = "repeat_complaint", _("Complains repeatedly")
    LEAVING = "leaving", _("May leave")
    ABUSIVE = "abusive", _("Insulted staff")


class PartyQuerySet(ScopedQuerySet["Party"]):
    def visible_to(self, viewer: Staff, right: Right) -> Self:
        """Customers of the viewer's units and regions, and those the viewer is serving."""
        return self.filter(reach.customers_in_reach(viewer, right))


class Party(models.Model):
    """A customer: a person or an organisation."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Tier(models.TextChoices):
        STANDARD = "standard", _("Standard")
        SILVER = "silver", _("Silver")
        GOLD = "gold", _("Gold")
        VIP = "vip", _("VIP")

    class Segment(models.TextChoices):
        HOME = "home", pgettext_lazy("segment", "Home")
        BUSINESS = "business", _("Business")
        HIGH_VALUE = "high_value", _("High value")
        YOUNG = "young", _("Young")

    class Language(models.TextChoices):
        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    external_key = models.CharField(_("key in the source system"), max_length=60, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = SealedText(pgettext_lazy("person", "name"))
    name_index = models.CharField(max_length=32, editable=False)
    identity_number = SealedText(_("identity document"), blank=True, default="")
    identity_index = models.CharField(max_length=32, blank=True, default="", editable=False)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.STANDARD)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, default=Segment.HOME)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    special_needs = ArrayField(
        models.CharField(max_length=20, choices=SpecialNeed),
        verbose_name=_("special needs"),
        default=list,
        blank=True,
    )
    risk_marks = ArrayField(
        models.CharField(max_length=20, choices=RiskMark), verbose_name=_("risk marks"), default=list, blank=True
    )
    has_consented_marketing = models.BooleanField(_("agrees to offers"), default=False)
    has_consented_recording = models.BooleanField(_("agrees to recording"), default=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PartyQuerySet.manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [
            models.Index(fields=["tier", "id"], name="customer_of_tier"),
            models.Index(fields=["segment", "id"], name="customer_of_segment"),
            models.Index(fields=["name_index"], name="customer_by_name"),
            models.Index(fields=["identity_index"], name="customer_by_identity", condition=~Q(identity_index="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_key"], condition=~Q(external_key=""), name="one_customer_per_source_key"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class Account(models.Model):
    """What is billed together."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="accounts", verbose_name=_("customer"))
    number = models.CharField(_("account number"), max_length=30, unique=True)
    opened_on = models.DateField(pgettext_lazy("account", "opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.number


class BusinessPin(models.Model):
    """The customer's own six digits for doing business by telephone: only a keyed, slow fingerprint of them."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="pin", verbose_name=_("account"))
    salt = models.BinaryField(editable=False)
    fingerprint = models.BinaryField(editable=False)
    wrong_in_a_row = models.PositiveSmallIntegerField(_("wrong in a row"), default=0)
    locked_at = models.DateTimeField(pgettext_lazy("moment", "locked"), null=True, blank=True)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        verbose_name = _("business PIN")
        verbose_name_plural = _("business PINs")

    def __str__(self) -> str:
        return str(self.account_id)


class Subscription(models.Model):
    """A service the customer holds, with its number."""

    class Service(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        FIXED = "fixed", _("Fixed line")
        BROADBAND = "broadband", _("Broadband")
        IPTV = "iptv", _("IPTV")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        TERMINATED = "terminated", _("Terminated")

    account = models.ForeignKey(Account, models.PROTECT, related_name="subscriptions", verbose_name=_("account"))
    service = models.CharField(_("service"), max_length=10, choices=Service)
    number = SealedText(_("number"))
    number_index = models.CharField(max_length=32, editable=False)
    plan_code = models.CharField(_("plan"), max_length=40, blank=True)
    plan_name = models.CharField(_("plan name"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    began_on = models.DateField(pgettext_lazy("subscription", "began"), null=True, blank=True)
    ended_on = models.DateField(pgettext_lazy("subscription", "ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [models.Index(fields=["number_index"], name="subscription_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "number_index"],
                condition=~Q(status="terminated"),
                name="a_number_is_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_service_display()} {self.plan_name}"


class Address(models.Model):
    """Where the customer lives or where a service is installed."""

    class Purpose(models.TextChoices):
        HOME = "home", _("Home address")
        INSTALLATION = "installation", _("Installation address")
        BILLING = "billing", _("Billing address")

    party = models.ForeignKey(Party, models.PROTECT, related_name="addresses", verbose_name=_("customer"))
    subscription = models.ForeignKey(Subscription, models.PROTECT, null=True, blank=True, related_name="addresses")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.HOME)
    text = SealedText(_("address"))

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return self.get_purpose_display()


class ContactNumber(models.Model):
    """A number the customer can be reached at that is no subscription with us."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="contact_numbers", verbose_name=_("customer"))
    number = SealedText(_("number"))
    number_index = models.CharField(max_length=32, editable=False)
    remark = models.CharField(_("remark"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("contact number")
        verbose_name_plural = _("contact numbers")
        indexes = [models.Index(fields=["number_index"], name="contact_number_by_number")]
        constraints = [models.UniqueConstraint(fields=["party", "number_index"], name="a_contact_number_once")]

    def __str__(self) -> str:
        return str(self.party)


class LedgerEntry(models.Model):
    """A movement on an account, kept by the embedded billing: bills are negative, payments positive."""

    class Kind(models.TextChoices):
        BILL = "bill", _("Bill")
        PAYMENT = "payment", _("Payment")
        ADJUSTMENT = "adjustment", _("Adjustment")

    account = models.ForeignKey(Account, models.PROTECT, related_name="ledger", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    booked_at = models.DateTimeField(pgettext_lazy("entry", "booked"))
    month_on = models.DateField(_("month billed"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    text = models.CharField(_("text"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [models.Index(fields=["account", "-booked_at"], name="ledger_of_account")]
        constraints = [
            models.UniqueConstraint(fields=["account", "month_on"], condition=Q(kind="bill"), name="one_bill_a_month"),
            models.CheckConstraint(
                condition=Q(kind="bill", amount__lte=0, month_on__isnull=False)
                | Q(kind="payment", amount__gt=0)
                | Q(kind="adjustment"),
                name="bills_take_payments_give",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
