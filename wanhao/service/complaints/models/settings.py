"""How complaints are treated everywhere."""

from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ComplaintPolicy(models.Model):
    """How complaints are treated everywhere: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    repeat_days = models.PositiveSmallIntegerField(
        _("a repeat within (days)"),
        default=30,
        help_text=_("The same customer complains about the same category again within so many days."),
    )
    call_queue = models.ForeignKey(
        "routing.Queue",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("queue of the closing calls"),
        help_text=_("Its agents call customers before a complaint is closed. Its callback policy should try once."),
    )
    tries = models.PositiveSmallIntegerField(_("tries before a customer counts as not reached"), default=3)
    hours_apart = models.PositiveSmallIntegerField(_("tries lie apart by (h)"), default=4)
    days = models.PositiveSmallIntegerField(
        _("tries lie on so many days"), default=2, validators=[MinValueValidator(1)]
    )
    four_eyes_above = models.DecimalField(
        _("two approve a compensation above (¥)"), max_digits=10, decimal_places=2, default=500
    )

    class Meta:
        verbose_name = _("complaint policy")
        verbose_name_plural = _("complaint policy")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_complaint_policy"),
            models.CheckConstraint(condition=Q(tries__range=(1, 10)), name="one_to_ten_closing_calls"),
            models.CheckConstraint(condition=Q(hours_apart__range=(1, 48)), name="closing_calls_lie_apart"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=models.F("tries")), name="a_day_has_a_try"),
        ]

    def __str__(self) -> str:
        return str(_("complaint policy"))
