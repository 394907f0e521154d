"""Queues, who serves them, who waits in them, and the offers between the two.

Place, Offer, Agent and StateSpell are written by the functions in sql/ only.
"""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.scope import ScopedQuerySet

# Of the rows written with every decision: columns copied from a row just read and locked, or from one that has its
# own key. Each further key, index or check of those tables is paid with every statement on them.
COPIED: dict[str, Any] = {"db_index": False, "db_constraint": False}


@pghistory.track()
class Queue(models.Model):
    """Where contacts of one kind wait, with its targets."""

    class Strategy(models.TextChoices):
        LEVEL = "level", _("Highest level first")
        BIG_LEVEL = "big_level", _("Highest level for big customers, otherwise longest idle")
        IDLE = "idle", _("Longest idle first")
        OCCUPIED = "occupied", _("Least occupied first")

    class Overflow(models.TextChoices):
        MESSAGE = "message", _("Hears a message, and the contact ends")
        QUEUE = "queue", _("Goes on in another queue with its rank")
        CALLBACK = "callback", _("Is offered a callback")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    channels = ArrayField(models.CharField(max_length=10), verbose_name=_("channels"), default=list)
    hours = models.ForeignKey(
        "calendars.Hours",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opening hours"),
    )
    answer_limit_seconds = models.PositiveSmallIntegerField(_("answer limit (s)"), default=15)
    service_level_percent = models.PositiveSmallIntegerField(_("answered within limit (%)"), default=80)
    connection_percent = models.PositiveSmallIntegerField(_("connection rate (%)"), default=98)
    offer_seconds = models.PositiveSmallIntegerField(_("offer time (s)"), default=15)
    preferred_seconds = models.PositiveSmallIntegerField(_("waits for the same agent (s)"), default=20)
    wrap_up_seconds = models.PositiveSmallIntegerField(_("wrap-up time (s)"), default=30)
    wrap_up_extension_seconds = models.PositiveSmallIntegerField(
        _("wrap-up may be prolonged by (s)"), default=30, help_text=_("Once for each contact; 0 means never.")
    )
    longest_wait_seconds = models.PositiveIntegerField(_("longest wait (s)"), default=1800)
    max_waiting = models.PositiveIntegerField(_("most waiting"), default=500)
    overflow = models.CharField(
        _("who cannot wait"), max_length=10, choices=Overflow, default=Overflow.MESSAGE, db_default=Overflow.MESSAGE
    )
    overflow_queue = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("overflow queue")
    )
    strategy = models.CharField(
        _("whom to offer to"), max_length=10, choices=Strategy, default=Strategy.LEVEL, db_default=Strategy.LEVEL
    )
    occupied_minutes = models.PositiveSmallIntegerField(_("occupancy over (min)"), default=60, db_default=60)
    preferred_days = models.PositiveSmallIntegerField(_("same agent as in the last (days)"), default=0, db_default=0)
    repeat_hours = models.PositiveSmallIntegerField(_("called again within (h)"), default=24, db_default=24)
    announce_every_seconds = models.PositiveSmallIntegerField(_("announce every (s)"), default=30)
    tells_place = models.BooleanField(_("tells how many wait before"), default=True, db_default=True)
    tells_wait = models.BooleanField(_("tells the expected wait"), default=True, db_default=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(overflow="queue") | Q(overflow_queue__isnull=False),
                name="overflow_into_a_queue_names_it",
            ),
            models.CheckConstraint(condition=~Q(overflow_queue=models.F("id")), name="no_overflow_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)

    def takes(self, channel: str) -> bool:
        """May contacts of this channel wait here? A queue for which nothing is said takes all."""
        return not self.channels or channel in self.channels


@pghistory.track()
class HeadStart(models.Model):
    """A reason to come earlier, in seconds; for all queues or for one."""

    reason = models.SlugField(_("reason"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    seconds = models.PositiveIntegerField(_("head start (s)"))
    wants_best = models.BooleanField(_("big customer"), default=False, db_default=False)
    queue = models.ForeignKey(
        Queue, models.CASCADE, null=True, blank=True, related_name="head_starts", verbose_name=_("queue")
    )

    class Meta:
        verbose_name = _("head start")
        verbose_name_plural = _("head starts")
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "queue"], nulls_distinct=False, name="one_head_start_per_reason_and_queue"
            )
        ]

    def __str__(self) -> str:
        return f"{by_language(self.name_zh, self.name_en)} {self.seconds} s"


class Agent(models.Model):
    """A member of staff as routing sees them: state, load and since when they are idle."""

    class State(models.TextChoices):
        OFFLINE = "offline", pgettext_lazy("agent state", "Offline")
        READY = "ready", pgettext_lazy("agent state", "Ready")
        OFFERED = "offered", pgettext_lazy("agent state", "Offered")
        BUSY = "busy", pgettext_lazy("agent state", "Busy")
        WRAP_UP = "wrap_up", pgettext_lazy("agent state", "Wrap-up")
        BREAK = "break", pgettext_lazy("agent state", "Break")
        TRAINING = "training", pgettext_lazy("agent state", "Training")
        MEETING = "meeting", pgettext_lazy("agent state", "Meeting")
        NOT_ANSWERING = "not_answering", pgettext_lazy("agent state", "Not answering")

    staff = models.OneToOneField(
        "accounts.Staff", models.PROTECT, primary_key=True, related_name="agent", verbose_name=_("staff")
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=14, choices=State, default=State.OFFLINE)
    state_since = models.DateTimeField(_("since"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=30, blank=True, default="")
    wanted_state = models.CharField(_("wanted state"), max_length=14, choices=State, blank=True, default="")
    wanted_reason = models.CharField(max_length=30, blank=True, default="")
    load = models.SmallIntegerField(_("load"), default=0)
    idle_since = models.DateTimeField(_("idle since"), null=True, blank=True)
    wrap_up_until = models.DateTimeField(_("wrap-up until"), null=True, blank=True)
    wrap_up_place = models.ForeignKey(
        "Place", models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    wrap_up_seconds = models.PositiveSmallIntegerField(_("own wrap-up time (s)"), null=True, blank=True)
    channel_weights = models.JSONField(default=dict, db_default={}, editable=False)  # what the limits come to

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        constraints = [models.CheckConstraint(condition=Q(load__range=(0, 100)), name="load_from_0_to_100")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.state}"


class StateSpell(models.Model):
    """Every state an agent was in, from when to when. The running one is the agent's row."""

    agent = models.ForeignKey(Agent, models.PROTECT, related_name="spells", **COPIED)
    state = models.CharField(max_length=14, choices=Agent.State)
    reason = models.CharField(max_length=30, blank=True, default="")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        verbose_name = _("agent state")
        verbose_name_plural = _("agent states")
        indexes = [models.Index(fields=["agent", "began_at"], name="spell_of_agent")]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.state} {self.began_at:%F %T}"


@pghistory.track()
class BreakReason(models.Model):
    """Why an agent is on a break."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("break reason")
        verbose_name_plural = _("break reasons")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class ChannelLimit(models.Model):
    """How many contacts of a channel at most at once: for one agent, for a seat class, or for everybody."""

    channel = models.CharField(_("channel"), max_length=10)
    seat_class = models.CharField(_("seat class"), max_length=30, blank=True, default="")
    agent = models.ForeignKey(
        Agent, models.CASCADE, null=True, blank=True, related_name="limits", verbose_name=_("agent")
    )
    most = models.PositiveSmallIntegerField(_("at once at most"))

    class Meta:
        verbose_name = _("limit of a channel")
        verbose_name_plural = _("limits of channels")
        ordering = ["channel", "seat_class", "agent"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "seat_class", "agent"], nulls_distinct=False, name="one_limit_for_each"
            ),
            models.CheckConstraint(condition=Q(agent=None) | Q(seat_class=""), name="a_limit_is_for_agent_or_class"),
            models.CheckConstraint(condition=Q(most__range=(0, 10)), name="at_most_ten_at_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} ≤ {self.most}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """An agent serves a queue: how well, and after how many seconds of waiting."""

    queue = models.ForeignKey(
        Queue, models.CASCADE, related_name="memberships", verbose_name=_("queue"), db_index=False
    )
    agent = models.ForeignKey(
        Agent, models.CASCADE, related_name="memberships", verbose_name=_("agent"), db_index=False
    )
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    after_seconds = models.PositiveIntegerField(_("after waiting (s)"), default=0)
    is_derived = models.BooleanField(_("from skills"), default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["agent", "queue"], name="one_membership_per_queue")]
        indexes = [models.Index(fields=["queue", "-level", "agent"], name="members_by_level")]

    def __str__(self) -> str:
        return f"{self.queue_id} · {self.agent_id}"


class Place(models.Model):
    """One stay of a contact in one queue; later the fact row of the reports.

    `left_at is null` and `outcome = ''` say the same. Each partial index is made on the one that only its own
    question asks with: estimates of how few wait are often wrong, and then any index that fits may be read through.
    """

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        ABANDONED = "abandoned", _("Abandoned")
        OVERFLOW = "overflow", _("Overflowed")
        CLOSED = "closed", _("Queue closed")
        TRANSFERRED = "transferred", _("Transferred")
        LOST = "lost", _("Lost by us")

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="places", db_constraint=False)
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="places", **COPIED)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", **COPIED)
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", **COPIED)
    channel = models.CharField(max_length=10, blank=True, default="", db_default="")
    weight = models.SmallIntegerField(default=100)
    queued_at = models.DateTimeField()
    rank_at = models.DateTimeField()
    head_start_seconds = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    preferred_agent = models.ForeignKey(Agent, models.PROTECT, null=True, blank=True, related_name="+", **COPIED)
    preferred_until = models.DateTimeField(null=True, blank=True)
    is_offered = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, blank=True, related_name="+", **COPIED)
    in_limit = models.BooleanField(null=True, blank=True)
    service_ended_at = models.DateTimeField(null=True, blank=True)
    wrap_up_ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("place in a queue")
        verbose_name_plural = _("places in queues")
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(outcome=""), name="a_contact_waits_once"),
        ]
        indexes = [
            models.Index(fields=["queue", "rank_at", "id"], name="waiting_by_rank", condition=Q(left_at=None)),
            models.Index(fields=["queue", "queued_at"], name="place_by_time"),
            models.Index(fields=["agent", "queued_at"], name="place_by_agent", condition=Q(agent__isnull=False)),
            models.Index(
                fields=["preferred_agent"],
                name="waiting_for_one",
                condition=Q(left_at=None, preferred_agent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} · {self.contact_id}"


class Offer(models.Model):
    """A contact offered to an agent: a lease until accepted, then the service itself until it ends."""

    class Outcome(models.TextChoices):
        SERVED = "served", _("Served")
        DECLINED = "declined", _("Declined")
        NOT_ANSWERED = "not_answered", _("Not answered")
        UNREACHABLE = "unreachable", _("Agent unreachable")
        NOT_RUNG = "not_rung", _("Never rang")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LOST = "lost", _("Lost by us")

    class Chosen(models.TextChoices):
        """Why this agent and no other."""

        PREFERRED = "preferred", _("the agent asked for")
        LEVEL = "level", _("highest level")
        IDLE = "idle", _("longest idle")
        OCCUPIED = "occupied", _("least occupied")
        TURN = "turn", _("became free, and this contact was first")

    place = models.ForeignKey(Place, models.PROTECT, related_name="offers", **COPIED)
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="offers", **COPIED)
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="offers", **COPIED)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="offers", **COPIED)
    weight = models.SmallIntegerField(default=100)
    chosen_by = models.CharField(max_length=10, choices=Chosen, blank=True, default="", db_default="")
    chosen_figure = models.FloatField(null=True, blank=True)  # level, idle seconds or share busy, by `chosen_by`
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ringing_since = models.DateTimeField(null=True, blank=True)  # a telephone; other channels ring on the desk at once
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(outcome=""), name="one_open_offer_per_contact"),
        ]
        indexes = [
            models.Index(fields=["agent"], name="open_offers_of_agent", condition=Q(ended_at=None)),
            models.Index(fields=["place"], name="offers_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} → {self.agent_id}"
