"""Calls, what queues say to callers, and the processes that own live calls."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.privacy.fields import SealedText
from wanhao.service.calls.arranged_models import ArrangedCall

__all__ = ["ArrangedCall"]


def every_change(model: type[models.Model]) -> type[models.Model]:
    """Keep what was added, changed and deleted by the administrator."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events)(model)


class Node(models.Model):
    """A telephony process; its calls are lost with it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("started"))
    beat_at = models.DateTimeField(_("last heartbeat"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        verbose_name = _("telephony process")
        verbose_name_plural = _("telephony processes")

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """The telephone side of a contact."""

    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="call")
    node = models.ForeignKey(Node, models.PROTECT, related_name="calls")
    sip_call_id = models.CharField(_("SIP Call-ID"), max_length=200)
    dialled_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dialled by")
    )
    own_call_of = models.ForeignKey(
        "accounts.Staff",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("own call of"),
    )  # who is busy with it while it is no contact of a queue: who dialled, then to whom it was handed over
    is_live = models.BooleanField(_("live"), default=True)
    is_held = models.BooleanField(_("on hold"), default=False)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("how it ended"), max_length=30, blank=True, default="")

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(fields=["node"], name="live_calls_of_node", condition=Q(is_live=True))]

    def __str__(self) -> str:
        return self.sip_call_id


class CallCommand(models.Model):
    """Something asked of a live call from a page; the process that owns the call carries it out."""

    class Action(models.TextChoices):
        HOLD = "hold", _("Hold")
        RESUME = "resume", _("Resume")
        TRANSFER = "transfer", _("Transfer")
        HANG_UP = "hang_up", _("Hang up")
        RING_AGAIN = "ring_again", _("Ring again")
        CONSULT = "consult", _("Consult")
        CONSULT_CANCEL = "consult_cancel", _("End the consultation")
        COMPLETE_TRANSFER = "complete_transfer", _("Complete the transfer")
        CONFERENCE = "conference", _("Conference")
        LISTEN = "listen", _("Listen")
        WHISPER = "whisper", _("Whisper")
        JOIN = "join", _("Join the call")
        TAKE_OVER = "take_over", _("Take over the call")
        LEAVE = "leave", _("Leave the call")

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="call_commands")
    action = models.CharField(max_length=20, choices=Action)
    target = models.CharField(max_length=60, blank=True, default="")
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("call command")
        verbose_name_plural = _("call commands")
        indexes = [models.Index(fields=["contact"], name="commands_to_do", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.action} {self.contact_id}"


class CallParty(models.Model):
    """Somebody in a call beside caller and agent: a colleague or number consulted, or a supervisor."""

    class Role(models.TextChoices):
        CONSULTED = "consulted", _("consulted")
        JOINED = "joined", _("in the conference")
        LISTENS = "listens", _("listening")
        WHISPERS = "whispers", _("whispering")

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="call_parties")
    staff = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member of staff")
    )
    number = models.CharField(_("masked outside number"), max_length=60, blank=True, default="")
    waits_as = models.OneToOneField(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="consultation", editable=False
    )  # the question waits in a queue, which is named by `number` until somebody takes it
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("asked by whom"))
    is_supervisor = models.BooleanField(_("supervisor"), default=False)
    role = models.CharField(_("part in the call"), max_length=10, choices=Role)
    asked_at = models.DateTimeField(_("asked into the call"))
    answered_at = models.DateTimeField(_("took the call"), null=True, blank=True)
    left_at = models.DateTimeField(_("left the call"), null=True, blank=True)

    class Meta:
        verbose_name = _("party of a call")
        verbose_name_plural = _("parties of calls")
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(left_at=None), name="one_call_at_a_time"),
            models.UniqueConstraint(
                fields=["contact"], condition=Q(left_at=None, is_supervisor=False), name="one_consulted_per_call"
            ),
        ]
        indexes = [models.Index(fields=["contact"], name="parties_of_call")]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.staff_id or self.number}"


@every_change
class CallPolicy(models.Model):
    """How calls are treated everywhere: one row."""

    class Announced(models.TextChoices):
        NOBODY = "", _("to nobody")
        AGENT = "agent", _("to the agent, by a tone")
        BOTH = "both", _("to agent and caller")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    asks_rating = models.BooleanField(_("asks for a rating after the call"), default=True)
    rating_seconds = models.PositiveSmallIntegerField(_("waits for the rating (s)"), default=8)
    ring_again_seconds = models.PositiveSmallIntegerField(_("rings a lost agent again for (s)"), default=20)
    phone_grace_seconds = models.PositiveSmallIntegerField(_("phone may be gone for (s)"), default=15)
    announces_supervision = models.CharField(
        _("announces listening and joining"), max_length=6, choices=Announced, blank=True, default=""
    )
    ring_outside_seconds = models.PositiveSmallIntegerField(_("rings outside numbers for (s)"), default=45)
    outbound_wrap_up_seconds = models.PositiveSmallIntegerField(_("wrap-up after calls out (s)"), default=30)

    class Meta:
        verbose_name = _("call policy")
        verbose_name_plural = _("call policy")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_call_policy")]

    def __str__(self) -> str:
        return str(_("call policy"))


@every_change
class Announcement(models.Model):
    """What callers of a queue hear besides their place: while they wait, in turn, or instead of our last words."""

    class Moment(models.TextChoices):
        WAITING = "waiting", _("While waiting, one after another")
        FULL = "queue-full", _("When too many wait")
        LONGEST = "waited-longest", _("After the longest wait")
        CLOSED = "queue-closed", _("Outside of the opening hours")

    queue = models.ForeignKey("routing.Queue", models.CASCADE, related_name="announcements", verbose_name=_("queue"))
    moment = models.CharField(_("when"), max_length=20, choices=Moment, default=Moment.WAITING)
    prompt = models.ForeignKey("speech.Prompt", models.PROTECT, related_name="announcements", verbose_name=_("prompt"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("announcement of a queue")
        verbose_name_plural = _("announcements of queues")
        ordering = ["moment", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "moment", "prompt"], name="one_announcement_each"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.moment} {self.prompt_id}"


@every_change
class ShownNumber(models.Model):
    """A number that agents of a unit, and of those below it, may show when they call out."""

    number = models.CharField(_("number"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    is_usual = models.BooleanField(_("shown unless another is chosen"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("number shown")
        verbose_name_plural = _("numbers shown")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["number", "unit"], name="one_shown_number_per_unit"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_usual=True, is_active=True), name="one_usual_number_per_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {by_language(self.name_zh, self.name_en)}"


class AnnouncementCall(models.Model):
    """A call the house makes itself to say something: to a colleague's telephone, or to a number outside.

    A telephony process takes the row and places the call once; when the process dies, the row ends as lost.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("announcement", "Confirmed by key")
        HEARD = "heard", pgettext_lazy("announcement", "Answered, no key pressed")
        NOT_ANSWERED = "not_answered", pgettext_lazy("announcement", "Not answered")
        DECLINED = "declined", pgettext_lazy("announcement", "Declined or busy")
        UNREACHABLE = "unreachable", pgettext_lazy("announcement", "No telephone to ring")
        LOST = "lost", pgettext_lazy("announcement", "Lost by us")

    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    number = SealedText(blank=True, default="")
    text = models.TextField()
    language = models.CharField(max_length=2, default="zh")
    confirm_key = models.CharField(max_length=1, default="1")
    ring_seconds = models.PositiveSmallIntegerField(default=30)
    asked_at = models.DateTimeField()
    node = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        verbose_name = _("announcement call")
        verbose_name_plural = _("announcement calls")
        constraints = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, number="") | Q(staff=None) & ~Q(number=""),
                name="an_announcement_rings_a_colleague_or_a_number",
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="announcements_to_place", condition=Q(outcome="")),
            models.Index(fields=["reference"], name="announcements_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.reference}"
