"""Where customers write to us, each conversation, every word of it, and phrases agents need not type.

A conversation is a contact of the channel chat: who serves it and where it waits is said there and in routing. Here
stands what was written, and what it is to wait for next, so that any process can go on where another one died.
"""

from __future__ import annotations

import secrets

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import Unit, by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText
from wanhao.service.chat import rules

LANGUAGES = [("zh", "中文"), ("en", "English")]


def new_key() -> str:
    """What a customer's session holds: 32 random bytes as 43 characters."""
    return secrets.token_urlsafe(32)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Entrance(models.Model):
    """An address on our pages where customers begin to write, and what holds for those who do."""

    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("Stands in the address of the page."))
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    queue = models.ForeignKey("routing.Queue", models.PROTECT, related_name="+", verbose_name=_("queue"))
    weight = models.PositiveSmallIntegerField(
        pgettext_lazy("chat", "weight"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(100)],
        help_text=_("How much of an agent one chat takes, of 100, where no limit of the channel says otherwise."),
    )
    greeting_zh = models.CharField(_("greeting (Chinese)"), max_length=300)
    greeting_en = models.CharField(_("greeting (English)"), max_length=300)
    closed_zh = models.CharField(_("told when closed (Chinese)"), max_length=300)
    closed_en = models.CharField(_("told when closed (English)"), max_length=300)
    silence_minutes = models.PositiveSmallIntegerField(
        _("a silent customer is asked after (min)"), default=10, validators=[MinValueValidator(1)]
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("and the chat ends after further (min)"), default=2, validators=[MinValueValidator(1)]
    )
    answer_minutes = models.PositiveSmallIntegerField(
        _("back to the queue after (min)"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("When a customer's message stays unanswered so long and the agent gives no sign."),
    )
    keep_days = models.PositiveIntegerField(
        _("transcripts are kept (days)"), default=365, validators=[MinValueValidator(rules.LEAST_KEPT_DAYS)]
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("entrance of chats")
        verbose_name_plural = _("entrances of chats")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__range=(5, 100)), name="a_chat_weighs_5_to_100"),
            models.CheckConstraint(
                condition=Q(keep_days__gte=rules.LEAST_KEPT_DAYS), name="transcripts_kept_three_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    def greeting(self, language: str) -> str:
        """What is said first, in the customer's language."""
        return self.greeting_en if language == "en" else self.greeting_zh

    def closed(self, language: str) -> str:
        """What is told outside opening hours."""
        return self.closed_en if language == "en" else self.closed_zh


class Conversation(models.Model):
    """One chat. Its contact says how it stands with the customer, its rows here what was written."""

    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="chat")
    entrance = models.ForeignKey(Entrance, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    form_key = models.CharField(max_length=64, blank=True, default="", editable=False)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="zh")
    is_verified = models.BooleanField(_("the number was proved by a code"), default=False)
    claimed_number = SealedText(_("number given, not proved"), blank=True, default="")
    claimed_name = SealedText(_("name given"), blank=True, default="")

    last_number = models.PositiveIntegerField(default=0)
    customer_read = models.PositiveIntegerField(default=0)
    agent_read = models.PositiveIntegerField(default=0)
    silent_since = models.DateTimeField(_("the customer is silent since"), null=True, blank=True)
    warned_at = models.DateTimeField(_("asked whether still there"), null=True, blank=True)
    unanswered_since = models.DateTimeField(_("the customer waits for an answer since"), null=True, blank=True)
    agent_seen_at = models.DateTimeField(_("last sign of the agent"), null=True, blank=True)

    # Where it is to wait, so that it takes its place there also when the process that wanted it so is gone.
    queue = models.ForeignKey("routing.Queue", models.PROTECT, related_name="+", verbose_name=_("queue"))
    preferred_agent = models.ForeignKey("routing.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    kept_rank_at = models.DateTimeField(null=True, blank=True)
    is_passed_on = models.BooleanField(default=False)
    place_before = models.BigIntegerField(default=0)  # the last place it had before it was to wait here
    serving_offer = models.BigIntegerField(default=0)

    rating_comment = SealedText(_("word with the rating"), blank=True, default="")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    keep_until = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("channel", "chat")
        verbose_name_plural = pgettext_lazy("channel", "chats")
        constraints = [
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="a_form_begins_one_chat"),
            models.CheckConstraint(
                condition=Q(ended_at=None, keep_until=None) | Q(ended_at__isnull=False, keep_until__isnull=False),
                name="an_ended_chat_is_kept_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="chats_running", condition=Q(ended_at=None)),
            models.Index(fields=["keep_until"], name="chats_by_retention", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.contact_id)

    @property
    def unit(self) -> Unit:
        """The unit of its contact."""
        return self.contact.unit

    @property
    def subject(self) -> str:
        """How files and live screens name it: `chat:12`."""
        return f"chat:{self.pk}"


class Message(models.Model):
    """One thing said. Never changed; deleted only when the time of its chat is over (a trigger sees to it)."""

    class Author(models.TextChoices):
        CUSTOMER = "customer", pgettext_lazy("chat", "Customer")
        AGENT = "agent", pgettext_lazy("chat", "Agent")
        SYSTEM = "system", pgettext_lazy("chat", "System")

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("chat", "Text")
        FILE = "file", pgettext_lazy("chat", "File")
        NOTICE = "notice", pgettext_lazy("chat", "Notice")

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author = models.CharField(max_length=8, choices=Author)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    text = SealedText(blank=True, default="")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    client_key = models.CharField(max_length=64, blank=True, default="")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("chat", "message")
        verbose_name_plural = pgettext_lazy("chat", "messages")
        ordering = ["conversation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="messages_are_numbered"),
            models.UniqueConstraint(
                fields=["conversation", "client_key"], condition=~Q(client_key=""), name="sent_twice_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(author="agent", staff__isnull=False) | ~Q(author="agent") & Q(staff=None),
                name="an_agents_message_names_them",
            ),
            models.CheckConstraint(
                condition=Q(kind="file", file__isnull=False) | ~Q(kind="file") & Q(file=None) & ~Q(text=""),
                name="a_message_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} · {self.number}"


class HandoverNote(models.Model):
    """What an agent told the next one. A table of its own, so that no wrong filter brings it to the customer."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="notes")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    text = SealedText()
    after_number = models.PositiveIntegerField()  # the message it was written after
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note for the next agent")
        verbose_name_plural = _("notes for the next agent")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.conversation_id} · {self.after_number}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CannedPhrase(models.Model):
    """What agents say often, put into the typing box by a short name."""

    shortcut = models.SlugField(_("short name"), max_length=30, help_text=_("Typed after a slash."))
    text_zh = models.CharField(
        _("Chinese text"), max_length=500, help_text=_("{customer} and {agent} become their names.")
    )
    text_en = models.CharField(_("English text"), max_length=500)
    unit = models.ForeignKey(
        "accounts.Unit",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Without one, offered everywhere."),
    )
    sort = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("canned phrase")
        verbose_name_plural = _("canned phrases")
        ordering = ["sort", "shortcut"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortcut", "unit"], nulls_distinct=False, name="one_phrase_of_a_name_and_unit"
            )
        ]

    def __str__(self) -> str:
        return self.shortcut

    def text(self, language: str) -> str:
        """The phrase in the customer's language."""
        return self.text_en if language == "en" else self.text_zh
