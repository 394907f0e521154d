"""Boards composed by supervisors: pages of queues and figures that take turns on a wall."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language


class Board(models.Model):
    """A named board: its size, its own limits, and whether the unit may use it."""

    class Size(models.TextChoices):
        NORMAL = "normal", pgettext_lazy("text size", "Normal")
        LARGE = "large", pgettext_lazy("text size", "Large")
        HUGE = "huge", pgettext_lazy("text size", "Very large")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    made_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    is_shared = models.BooleanField(_("for everybody of the unit"), default=True)
    size = models.CharField(_("text size"), max_length=10, choices=Size, default=Size.NORMAL)
    shows_alerts = models.BooleanField(_("shows alerts on top"), default=True)
    limits = models.JSONField(_("own limits"), default=dict, blank=True)

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["name_zh", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class BoardPage(models.Model):
    """One page of a board: what it shows, and for how long before the next takes its turn."""

    class Layout(models.TextChoices):
        TABLE = "table", _("A row for each queue")
        TILES = "tiles", _("Totals as large tiles")

    class Order(models.TextChoices):
        WORST = "worst", _("The worst queue first")
        FIXED = "fixed", _("In the order chosen")

    board = models.ForeignKey(Board, models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(_("Chinese title"), max_length=60, blank=True)
    title_en = models.CharField(_("English title"), max_length=60, blank=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.TABLE)
    queues = ArrayField(models.CharField(max_length=40), verbose_name=_("queues"), default=list, blank=True)
    figures = ArrayField(models.CharField(max_length=30), verbose_name=_("figures"), default=list)
    order = models.CharField(_("order"), max_length=10, choices=Order, default=Order.WORST)
    shows_agents = models.BooleanField(_("agents by state"), default=True)
    shows_curve = models.BooleanField(_("the hour's curve"), default=True)
    seconds = models.PositiveSmallIntegerField(_("shown for (s)"), default=20)

    class Meta:
        verbose_name = _("page of a board")
        verbose_name_plural = _("pages of a board")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["board", "position"], name="one_page_at_a_position"),
            models.CheckConstraint(condition=Q(seconds__gte=5), name="a_page_is_shown_five_seconds"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.position}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return by_language(self.title_zh, self.title_en)
