"""Polls: a number of their own, what is asked, and every ballot cast.

A ballot knows its caller only by a keyed index that is another one in every poll, so that answers cannot be joined
with customers. A prize draw keeps the number too, sealed: somebody must be told that they won.
"""

from __future__ import annotations

from datetime import datetime

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.masking import mask_number
from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import Unit, by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText

LANGUAGES = [("zh", "中文"), ("en", "English")]


@pghistory.track()
class Poll(models.Model):
    """A number that takes very many short calls for some time."""

    class Kind(models.TextChoices):
        VOTE = "vote", pgettext_lazy("mass calling", "Vote")
        SURVEY = "survey", pgettext_lazy("mass calling", "Survey")
        DRAW = "draw", pgettext_lazy("mass calling", "Prize draw")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    number = models.CharField(
        pgettext_lazy("access", "number dialled"),
        max_length=20,
        validators=[RegexValidator(r"^\d{3,20}$", _("Write 3 to 20 digits."))],
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VOTE)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    language = models.CharField(_("spoken in"), max_length=10, choices=LANGUAGES, default="zh")
    greeting = models.TextField(_("greeting"), help_text=_("Spoken in the language above, as all texts of the poll."))
    thanks = models.TextField(_("thanks"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    most_lines = models.PositiveSmallIntegerField(
        _("lines"),
        default=20,
        help_text=_("Calls at once; further ones hear the busy tone and cost the hotline nothing."),
    )
    counts_once = models.BooleanField(
        _("once for each caller"), default=True, help_text=_("Further calls from the same number are not counted.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-opens_at", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_poll_closes_after_it_opens"),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(is_active=True),
                name="one_poll_in_use_per_number",
                violation_error_message=_("Another poll in use has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    def is_running(self, at: datetime) -> bool:
        """Are calls taken at this moment?"""
        return self.is_active and self.opens_at <= at < self.closes_at


@pghistory.track()
class Question(models.Model):
    """Something a poll asks."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="questions", verbose_name=_("poll"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.TextField(_("question"), help_text=_("With its keys: “press 1 for …”."))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


@pghistory.track()
class Choice(models.Model):
    """An answer and its key."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices", verbose_name=_("question"))
    key = models.CharField(_("key"), max_length=1, validators=[RegexValidator(r"^\d$", _("One digit."))])
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class Ballot(models.Model):
    """One call that answered everything it was asked."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    poll = models.ForeignKey(Poll, models.PROTECT, related_name="ballots")
    caller_index = models.CharField(max_length=32, blank=True, default="", editable=False)
    caller_number = SealedText(_("caller"), blank=True, default="")
    counts_once = models.BooleanField()
    cast_at = models.DateTimeField(_("cast"))
    won_at = models.DateTimeField(_("drawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "caller_index"], condition=Q(counts_once=True), name="a_caller_counts_once"
            )
        ]
        indexes = [
            models.Index(fields=["poll", "cast_at"], name="ballots_by_time"),
            models.Index(fields=["poll"], name="ballots_that_won", condition=Q(won_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def unit(self) -> Unit:
        """Whose it is."""
        return self.poll.unit

    @property
    def masked_number(self) -> str:
        """The caller's number as everybody may see it."""
        return mask_number(self.caller_number)


class Answer(models.Model):
    """What a ballot said to one question."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="answers")
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="answers")

    class Meta:
        verbose_name = _("answer given")
        verbose_name_plural = _("answers given")
        constraints = [models.UniqueConstraint(fields=["choice", "ballot"], name="an_answer_counts_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.choice_id}"


class Unheard(models.Model):
    """Calls that were not counted, summed up every few seconds: no line free, called again, gave no valid key."""

    class Reason(models.TextChoices):
        BUSY = "busy", _("All lines busy")
        AGAIN = "again", pgettext_lazy("vote", "Called again")
        NO_ANSWER = "no_answer", _("No valid answer")
        CLOSED = "closed", _("Outside its time")
        WITHHELD = "withheld", _("Number withheld")

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="unheard")
    reason = models.CharField(max_length=10, choices=Reason)
    calls = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calls not counted")
        verbose_name_plural = _("calls not counted")
        indexes = [models.Index(fields=["poll", "reason"], name="unheard_by_reason")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.reason} {self.calls}"
