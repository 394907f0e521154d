"""Which categories are signal complaints and hazards, charges to departments, hotspots listed for construction."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id


@pghistory.track()
class FieldCategory(models.Model):
    """A category of tickets, with all below it, that is treated as a signal complaint or as a hazard."""

    class Meaning(models.TextChoices):
        SIGNAL = "signal", _("Mobile signal complaint")
        HAZARD = "hazard", _("Hazard: an emergency")

    category = models.OneToOneField("tickets.Category", models.PROTECT, related_name="+", verbose_name=_("category"))
    meaning = models.CharField(_("treated as"), max_length=10, choices=Meaning)

    class Meta:
        verbose_name = _("category of field work")
        verbose_name_plural = _("categories of field work")

    def __str__(self) -> str:
        return f"{self.category} · {self.get_meaning_display()}"


class HazardAlarm(models.Model):
    """A hazard of which those who must know were told at once."""

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("hazard alarm")
        verbose_name_plural = _("hazard alarms")

    def __str__(self) -> str:
        return str(self.ticket_id)


class SignalCharge(models.Model):
    """A signal complaint finished without contact or site test: it counts against the department."""

    ticket = models.OneToOneField("tickets.Ticket", models.PROTECT, related_name="+")
    department = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    missing = ArrayField(models.CharField(max_length=10))
    charged_at = models.DateTimeField(_("charged"))
    lifted_at = models.DateTimeField(_("made good"), null=True, blank=True)

    class Meta:
        verbose_name = _("charge of a signal complaint")
        verbose_name_plural = _("charges of signal complaints")
        indexes = [models.Index(fields=["department", "-charged_at"], name="charges_of_department")]

    def __str__(self) -> str:
        return str(self.ticket_id)


class Hotspot(models.Model):
    """A place with many signal complaints, listed for construction with a date and followed to its effect."""

    class State(models.TextChoices):
        LISTED = "listed", pgettext_lazy("hotspot", "Listed")
        BUILDING = "building", pgettext_lazy("hotspot", "Under construction")
        DONE = "done", pgettext_lazy("hotspot", "Built")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    lon = models.DecimalField(max_digits=9, decimal_places=6)
    lat = models.DecimalField(max_digits=8, decimal_places=6)
    radius_m = models.PositiveIntegerField(_("radius (m)"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.LISTED)
    planned_on = models.DateField(_("planned for"))
    done_on = models.DateField(_("built"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, default="")
    listed_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hotspot")
        verbose_name_plural = _("hotspots")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | ~Q(state="done") & Q(done_on=None),
                name="a_hotspot_that_is_built_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.name
