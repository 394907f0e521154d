"""Flows of the voice menu with their versions, the numbers that open them, their recordings, announcements."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet


class Flow(models.Model):
    """A voice menu: the draft people work on, and the version callers hear."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    draft = models.JSONField(_("draft"))
    draft_version = models.PositiveIntegerField(_("state of the draft"), default=1)
    draft_changed_at = models.DateTimeField(_("draft changed"))
    draft_changed_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, related_name="+", verbose_name=_("draft changed by")
    )
    published = models.ForeignKey(
        "FlowVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("version in use")
    )

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("voice menu")
        verbose_name_plural = _("voice menus")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class FlowVersion(models.Model):
    """A flow as it was published; never changed, so that calls and figures can rely on it."""

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="versions", verbose_name=_("voice menu"))
    number = models.PositiveIntegerField(_("version"))
    graph = models.JSONField(_("steps"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    note = models.CharField(_("what is new"), max_length=200, blank=True, default="")
    restores = models.PositiveIntegerField(_("goes back to version"), null=True)

    class Meta:
        verbose_name = _("version of a voice menu")
        verbose_name_plural = _("versions of voice menus")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.flow_id} v{self.number}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AccessCode(models.Model):
    """A number customers dial, and the voice menu it opens."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    flow = models.ForeignKey(Flow, models.PROTECT, related_name="numbers", verbose_name=_("voice menu"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    language = models.CharField(_("language"), max_length=10, default="zh")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = pgettext_lazy("access", "number dialled")
        verbose_name_plural = pgettext_lazy("access", "numbers dialled")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {by_language(self.name_zh, self.name_en)}"


def sound_name(_sound: Sound, _name: str) -> str:
    """Uploaded recordings get a name of their own, never to be used again."""
    return f"prompts/{new_public_id()}.wav"


class Sound(models.Model):
    """A recording that a step plays instead of its text."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    flow = models.ForeignKey(Flow, models.PROTECT, related_name="sounds", verbose_name=_("voice menu"))
    file = models.FileField(_("recording"), upload_to=sound_name)
    name = models.CharField(_("name"), max_length=100, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("recording of a voice menu")
        verbose_name_plural = _("recordings of voice menus")

    def __str__(self) -> str:
        return self.name or self.public_id


class Announcement(models.Model):
    """Something callers hear before a menu for some time: a mass fault we know of."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"))
    flow = models.ForeignKey(
        Flow, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voice menu")
    )
    step = models.CharField(_("before the step"), max_length=40, blank=True, default="")
    prefixes = ArrayField(models.CharField(max_length=20), verbose_name=_("areas of numbers"), default=list)
    regions = ArrayField(models.CharField(max_length=40), verbose_name=_("regions of customers"), default=list)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    made_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("made by"))

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-begins_at"]
        indexes = [models.Index(fields=["ends_at"], name="announcement_until")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("begins_at")), name="announcement_ends_after_begin"),
            models.CheckConstraint(condition=Q(step="") | Q(flow__isnull=False), name="a_step_is_one_of_a_voice_menu"),
        ]

    def __str__(self) -> str:
        return by_language(self.text_zh, self.text_en)[:60]
