"""Incidents with their area, the tickets attached to them, what customers are told, and the calls on restoration."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.scope import ScopedQuerySet


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class IncidentPolicy(models.Model):
    """How group incidents are treated everywhere: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    call_queue = models.ForeignKey(
        "routing.Queue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("queue of the calls on restoration"),
        help_text=_("Best the one of the closing calls: who waits for both is called once."),
    )
    look_back_hours = models.PositiveSmallIntegerField(_("attaches tickets opened before it, up to (h)"), default=24)

    class Meta:
        verbose_name = _("incident policy")
        verbose_name_plural = _("incident policy")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_incident_policy")]

    def __str__(self) -> str:
        return str(_("incident policy"))


class Incident(models.Model):
    """One cause that many customers feel: a parent ticket with its area and the services affected."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("incident", "Going on")
        RESTORED = "restored", pgettext_lazy("incident", "Restored")
        ENDED = "ended", pgettext_lazy("incident", "Ended")

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="incident", verbose_name=_("ticket"))
    title = models.CharField(_("title"), max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    regions = ArrayField(models.CharField(max_length=40), verbose_name=_("regions"), default=list, blank=True)
    units = ArrayField(models.CharField(max_length=40), verbose_name=_("units"), default=list, blank=True)
    prefixes = ArrayField(models.CharField(max_length=20), verbose_name=_("areas of numbers"), default=list, blank=True)
    places = ArrayField(models.CharField(max_length=60), verbose_name=_("places"), default=list, blank=True)
    products = ArrayField(
        models.CharField(max_length=12), verbose_name=_("services affected"), default=list, blank=True
    )
    category = models.ForeignKey(
        "tickets.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only of category")
    )
    began_at = models.DateTimeField(_("began"))
    opened_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("opened by"))
    announcement = models.ForeignKey("ivr.Announcement", models.PROTECT, null=True, related_name="+")
    restored_at = models.DateTimeField(_("restored"), null=True, blank=True)
    restored_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    solution = models.TextField(_("solution"), blank=True, default="")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("group incident")
        verbose_name_plural = _("group incidents")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "-began_at"], name="incidents_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(regions=[], units=[], prefixes=[], places=[]), name="an_incident_has_an_area"
            ),
            models.CheckConstraint(
                condition=Q(status="open", restored_at=None)
                | ~Q(status="open") & Q(restored_at__isnull=False) & ~Q(solution=""),
                name="a_restored_incident_has_its_solution",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False) | ~Q(status="ended") & Q(ended_at=None),
                name="an_ended_incident_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A ticket attached to an incident, until it is detached."""

    class How(models.TextChoices):
        AUTOMATIC = "automatic", pgettext_lazy("incident", "When opened")
        FOUND = "found", pgettext_lazy("incident", "Found")
        BY_HAND = "by_hand", pgettext_lazy("incident", "By hand")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="members")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="incident_members")
    how = models.CharField(_("how"), max_length=10, choices=How)
    attached_at = models.DateTimeField(_("attached"))
    attached_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    detached_at = models.DateTimeField(_("detached"), null=True, blank=True)
    detached_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    detached_because = models.CharField(_("reason"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("ticket of an incident")
        verbose_name_plural = _("tickets of incidents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(detached_at=None), name="one_incident_of_a_ticket"),
            models.CheckConstraint(
                condition=Q(detached_at=None) | Q(detached_by__isnull=False) & ~Q(detached_because=""),
                name="detached_by_somebody_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.ticket_id}"


class MassMessage(models.Model):
    """Something told to all customers of an incident, in their own language."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="messages")
    text_zh = models.CharField(_("Chinese text"), max_length=500)
    text_en = models.CharField(_("English text"), max_length=500)
    made_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("message to all")
        verbose_name_plural = _("messages to all")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.made_at:%F %T}"


class Delivery(models.Model):
    """A message to all, for one customer; sent once."""

    message = models.ForeignKey(MassMessage, models.PROTECT, related_name="deliveries")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("delivery of a message to all")
        verbose_name_plural = _("deliveries of messages to all")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "ticket"], name="one_delivery_to_a_ticket")]
        indexes = [
            models.Index(fields=["id"], name="deliveries_waiting", condition=Q(sent_at=None, problem="")),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.ticket_id}"


class RestorationCall(models.Model):
    """The call to one customer of an incident that is over; made once."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="calls")
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    callback = models.ForeignKey("callbacks.Callback", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("call on restoration")
        verbose_name_plural = _("calls on restoration")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "ticket"], name="one_call_on_restoration")]
        indexes = [
            models.Index(fields=["id"], name="restoration_calls_waiting", condition=Q(callback=None, problem="")),
            models.Index(fields=["callback"], name="restoration_call_of_callback"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.ticket_id}"
