"""Tickets: a customer's problem with one owner and a due time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet


class Category(models.Model):
    """A node of the category tree."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    due_hours = models.PositiveSmallIntegerField(_("due within (h)"), default=24)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ticket category")
        verbose_name_plural = _("ticket categories")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return by_language(self.name_zh, self.name_en)


class Ticket(models.Model):
    """Work that outlives the contact."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation")
        COMPLAINT = "complaint", _("Complaint")
        FAULT = "fault", _("Fault")
        INSTALLATION = "installation", _("Installation or move")
        ORDER = "order", _("Order follow-up")
        SUGGESTION = "suggestion", _("Suggestion")
        PRAISE = "praise", _("Praise")

    class Severity(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        SERIOUS = "serious", _("Serious")
        MAJOR = "major", _("Major")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("In progress")
        RESOLVED = "resolved", _("Resolved")
        CLOSED = "closed", _("Closed")

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("type"), max_length=14, choices=Kind)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.ORDINARY)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    category = models.ForeignKey(Category, models.PROTECT, related_name="tickets", verbose_name=_("category"))
    customer = models.ForeignKey("customers.Party", models.PROTECT, null=True, blank=True, related_name="tickets")
    subscription = models.ForeignKey("customers.Subscription", models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="tickets")
    text = models.TextField(_("description"))
    opened_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("opened by"))
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="tickets", verbose_name=_("owner"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    solution = models.TextField(_("solution"), blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        indexes = [
            models.Index(fields=["owner", "due_at"], name="ticket_open_of_owner", condition=~Q(status="closed")),
            models.Index(fields=["customer", "-opened_at"], name="ticket_of_customer"),
            models.Index(fields=["unit", "-opened_at"], name="ticket_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number


class Note(models.Model):
    """What was added to a ticket afterwards."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("ticket note")
        verbose_name_plural = _("ticket notes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.written_at:%F %T}"
