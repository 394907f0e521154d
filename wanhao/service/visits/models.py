"""Job types with their checklists, visits, readings, and what phones have sent."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.privacy.fields import SealedText
from wanhao.service.tickets.models import Ticket
from wanhao.service.visits import rules
from wanhao.service.visits.rules import Item, JobTerms, Limits


@pghistory.track()
class JobType(models.Model):
    """A kind of job and its checklist. Of those that fit a work order, the first by position counts."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    kind = models.CharField(
        _("only for type"), max_length=14, choices=Ticket.Kind, blank=True, default="", help_text=_("Of the ticket.")
    )
    service = models.CharField(_("only for service"), max_length=10, blank=True, default="")
    category = models.ForeignKey(
        "tickets.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for category"),
        help_text=_("With all categories below it."),
    )
    needs_report = models.BooleanField(
        _("needs a technical report"), default=False, help_text=_("Such as the site test of a mobile signal.")
    )
    needs_signature = models.BooleanField(_("needs the customer's signature"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, help_text=_("Lower ones come first."))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("job type")
        verbose_name_plural = _("job types")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    @property
    def terms(self) -> JobTerms:
        """What it asks for."""
        return JobTerms(self.kind, self.service, self.category.code if self.category else "")


@pghistory.track()
class CheckItem(models.Model):
    """One line of a job type's checklist: a reading with its limits, a question, or words."""

    class Kind(models.TextChoices):
        NUMBER = rules.NUMBER, _("Reading")
        YES_NO = rules.YES_NO, _("Yes or no")
        TEXT = rules.TEXT, pgettext_lazy("checklist", "Words")

    job_type = models.ForeignKey(JobType, models.CASCADE, related_name="items", verbose_name=_("job type"))
    code = models.SlugField(_("code"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NUMBER)
    unit = models.CharField(_("measured in"), max_length=12, blank=True, default="")
    lower = models.DecimalField(_("not below"), max_digits=11, decimal_places=3, null=True, blank=True)
    upper = models.DecimalField(_("not above"), max_digits=11, decimal_places=3, null=True, blank=True)
    is_required = models.BooleanField(
        _("must be filled"), default=True, help_text=_("A question that must be filled must be answered with yes.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["job_type", "code"], name="one_item_of_a_code"),
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(upper__gte=F("lower")), name="limits_leave_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    @property
    def lower_text(self) -> str:
        """The lower limit for the phone."""
        return rules.plain(self.lower)

    @property
    def upper_text(self) -> str:
        """The upper limit for the phone."""
        return rules.plain(self.upper)

    @property
    def line(self) -> Item:
        """As the rules see it."""
        return Item(self.code, self.kind, self.is_required, Limits(self.lower, self.upper))


class Visit(models.Model):
    """A technician at the customer for one work order, from the arrival to the result."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", pgettext_lazy("visit", "Under way")
        HELD = "held", pgettext_lazy("visit", "Waits for a decision")
        FINISHED = "finished", pgettext_lazy("visit", "Finished")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey("dispatch.WorkOrder", models.PROTECT, related_name="visits")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="visits")
    technician = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="visits")
    job_type = models.ForeignKey(JobType, models.PROTECT, related_name="+", verbose_name=_("job type"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNDER_WAY)
    arrived_at = models.DateTimeField(_("arrived"))
    result = models.TextField(_("result"), blank=True, default="")
    sent_at = models.DateTimeField(pgettext_lazy("visit", "result sent"), null=True, blank=True)
    finished_at = models.DateTimeField(pgettext_lazy("visit", "finished"), null=True, blank=True)
    signature = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    report = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(fields=["ticket", "-id"], name="visits_of_ticket"),
            models.Index(fields=["technician", "-arrived_at"], name="visits_of_technician"),
            models.Index(fields=["-sent_at"], name="visits_held", condition=Q(state="held")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="finished"), name="one_unfinished_visit_per_work_order"
            ),
            models.CheckConstraint(
                condition=Q(state="under_way", finished_at=None)
                | Q(state="held", sent_at__isnull=False, finished_at=None)
                | Q(state="finished", sent_at__isnull=False, finished_at__isnull=False),
                name="a_visit_has_the_moments_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def subject(self) -> str:
        """As events and files name it."""
        return f"visit:{self.pk}"


class Reading(models.Model):
    """What was entered for one item, with the limits of that day, and who excused it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="readings")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="+")
    number = models.DecimalField(max_digits=11, decimal_places=3, null=True, blank=True)
    yes = models.BooleanField(null=True)
    text = models.CharField(max_length=500, blank=True, default="")
    lower = models.DecimalField(max_digits=11, decimal_places=3, null=True, blank=True)
    upper = models.DecimalField(max_digits=11, decimal_places=3, null=True, blank=True)
    is_outside = models.BooleanField(_("outside its limit"), default=False)
    excused_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    excused_at = models.DateTimeField(null=True, blank=True)
    excuse = models.CharField(_("why it is accepted"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="one_reading_of_an_item"),
            models.CheckConstraint(
                condition=Q(excused_by=None, excused_at=None, excuse="")
                | Q(excused_by__isnull=False, excused_at__isnull=False, is_outside=True) & ~Q(excuse=""),
                name="an_excuse_has_its_person_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item_id}"

    @property
    def spelled(self) -> str:
        """The number as people write it, with its unit."""
        return f"{rules.plain(self.number)} {self.item.unit}".strip()

    @property
    def limits(self) -> Limits:
        """Between what it had to lie."""
        return Limits(self.lower, self.upper)


class Sending(models.Model):
    """Something a phone sent. Its key is made there: what comes twice is done once."""

    key = models.CharField(max_length=40, unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="sendings")
    sender = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    told_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sending of a phone")
        verbose_name_plural = _("sendings of phones")

    def __str__(self) -> str:
        return self.key


class FieldPhone(models.Model):
    """On which telephone a technician is rung when the centre calls a customer for them."""

    staff = models.OneToOneField("accounts.Staff", models.CASCADE, related_name="field_phone")
    number = SealedText(_("number"), blank=True, default="")  # empty: the telephone registered with the centre
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("telephone of a technician")
        verbose_name_plural = _("telephones of technicians")

    def __str__(self) -> str:
        return str(self.staff_id)
