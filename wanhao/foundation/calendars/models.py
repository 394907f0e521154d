"""Working hours with several periods a day, holidays and make-up days."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.models import by_language


@pghistory.track()
class Hours(models.Model):
    """A named set of working hours, such as the hotline's or the back office's."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    follows_holidays = models.BooleanField(_("closed on public holidays"), default=True)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")

    def __str__(self) -> str:
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class Period(models.Model):
    """One period of a weekday (0 = Monday); 24:00 is written as no end."""

    hours = models.ForeignKey(Hours, models.CASCADE, related_name="periods", verbose_name=_("working hours"))
    weekday = models.PositiveSmallIntegerField(_("weekday"))
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="seven_weekdays"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="a_period_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H:%M}"


class PastHours(models.Model):
    """What working hours said until they were changed: time that was counted stays as it was counted."""

    hours = models.ForeignKey(Hours, models.CASCADE, related_name="past")
    until = models.DateTimeField()
    follows_holidays = models.BooleanField()
    week = models.JSONField()  # seven days of [from second, until second]
    words = models.JSONField()  # day → [is working, as weekday]

    class Meta:
        verbose_name = _("past working hours")
        verbose_name_plural = _("past working hours")
        ordering = ["until"]
        indexes = [models.Index(fields=["hours", "until"], name="past_hours_of_hours")]

    def __str__(self) -> str:
        return f"{self.hours_id} · {self.until}"


@pghistory.track()
class SpecialDay(models.Model):
    """The administrator's word on a day, before the public calendar: closed, or open as a weekday."""

    day = models.DateField(_("day"))
    hours = models.ForeignKey(
        Hours,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="special_days",
        verbose_name=_("only for these hours"),
    )
    is_working = models.BooleanField(_("working day"))
    as_weekday = models.PositiveSmallIntegerField(_("hours of weekday"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day", "hours"], nulls_distinct=False, name="one_word_per_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
