"""Areas with their windows and capacity, and the appointments made in them."""

from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.service.appointments.rules import Window


@pghistory.track()
class Area(models.Model):
    """Where technicians go: a region, or a part of it, with its working hours and how many it can visit at once."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        related_name="+",
        verbose_name=_("serves"),
        help_text=_("A region: customers of it and below it are visited here."),
    )
    hours = models.ForeignKey(
        "calendars.Hours", models.PROTECT, related_name="+", verbose_name=_("working hours of technicians")
    )
    window_minutes = models.PositiveSmallIntegerField(
        _("length of a window (min)"), default=120, validators=[MinValueValidator(15), MaxValueValidator(1440)]
    )
    capacity = models.PositiveSmallIntegerField(_("visits in a window"), default=4)
    notice_minutes = models.PositiveIntegerField(_("at least so long ahead (min)"), default=120)
    days_ahead = models.PositiveSmallIntegerField(_("bookable for so many days"), default=14)
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace (min)"), default=0, help_text=_("Arriving so much earlier or later still keeps the appointment.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("area of visits")
        verbose_name_plural = _("areas of visits")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_minutes__gte=15, window_minutes__lte=1440), name="a_window_is_long_enough"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class Capacity(models.Model):
    """How many visits a window takes, where it is not the area's usual number."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="capacities", verbose_name=_("area of visits"))
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("Empty: every day."))
    begins = models.TimeField(_("window from"), null=True, blank=True, help_text=_("Empty: every window of the day."))
    capacity = models.PositiveSmallIntegerField(_("visits in a window"))

    class Meta:
        verbose_name = _("other capacity")
        verbose_name_plural = _("other capacities")
        ordering = ["day", "begins"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "day", "begins"], nulls_distinct=False, name="one_capacity_for_a_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day or '*'} {self.begins or '*'}: {self.capacity}"


class Slot(models.Model):
    """A window of an area in which somebody has booked; who books holds its lock."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="slots")
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("window of visits")
        verbose_name_plural = _("windows of visits")
        ordering = ["begins_at"]
        constraints = [
            models.UniqueConstraint(fields=["area", "begins_at"], name="one_slot_for_a_window"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_slot_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.begins_at:%F %H:%M}"

    @property
    def window(self) -> Window:
        """As the rules see it."""
        return Window(self.begins_at, self.ends_at)


class Appointment(models.Model):
    """A customer expects us within a window. Moving it makes a new one; the old one says so."""

    class Status(models.TextChoices):
        BOOKED = "booked", pgettext_lazy("appointment", "Booked")
        MOVED = "moved", pgettext_lazy("appointment", "Moved")
        CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")
        KEPT = "kept", pgettext_lazy("appointment", "Kept")
        BROKEN = "broken", pgettext_lazy("appointment", "Broken")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="appointments")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="appointments")
    place = models.PositiveSmallIntegerField()  # of the slot's capacity, from 1: no two living ones hold the same
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.BOOKED)
    booked_at = models.DateTimeField(_("booked"))
    booked_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    moved_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="moved_to")
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [models.Index(fields=["ticket", "-id"], name="appointments_of_ticket")]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "place"], condition=Q(status="booked"), name="a_place_of_a_slot_is_booked_once"
            ),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(status="booked"), name="one_booked_appointment_per_ticket"
            ),
            models.CheckConstraint(
                condition=Q(status="booked", ended_at=None) | ~Q(status="booked") & Q(ended_at__isnull=False),
                name="an_appointment_that_is_over_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="kept") | Q(arrived_at__isnull=False), name="a_kept_appointment_had_an_arrival"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
