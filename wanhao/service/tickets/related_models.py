"""What hangs on a ticket: tags, reasons, watchers, what the customer was told, links, merges, further contacts."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.models import by_language


class Named(models.Model):
    """Reference data with a code and a name in both languages."""

    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track()
class Tag(Named):
    """A mark tickets can carry, any number of them."""

    code = models.SlugField(_("code"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("ticket tag")
        verbose_name_plural = _("ticket tags")
        ordering = ["position", "code"]


@pghistory.track()
class StatusReason(Named):
    """Why a ticket takes a step of its life."""

    class Step(models.TextChoices):
        BEGUN = "begun", _("Work begun")
        RESOLVED = "resolved", _("Resolved")
        CLOSED = "closed", pgettext_lazy("ticket", "Closed")
        REOPENED = "reopened", _("Reopened")
        MERGED = "merged", pgettext_lazy("ticket", "Merged")

    step = models.CharField(_("step"), max_length=10, choices=Step)
    code = models.SlugField(_("code"), max_length=30)

    class Meta:
        verbose_name = _("ticket reason")
        verbose_name_plural = _("ticket reasons")
        ordering = ["step", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["step", "code"], name="one_reason_of_a_code_per_step")]


class Watcher(models.Model):
    """A member of staff who is told what becomes of a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="watchers")
    staff = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    added_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("watcher of a ticket")
        verbose_name_plural = _("watchers of tickets")
        constraints = [models.UniqueConstraint(fields=["ticket", "staff"], name="one_watches_a_ticket_once")]
        indexes = [models.Index(fields=["staff", "ticket"], name="tickets_watched")]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.staff_id}"


class Message(models.Model):
    """What the customer and the centre said to each other about a ticket. Notes of the house are another table."""

    class Direction(models.TextChoices):
        TO_CUSTOMER = "to_customer", _("To the customer")
        FROM_CUSTOMER = "from_customer", _("From the customer")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "being sent")
        SENT = "sent", pgettext_lazy("message", "sent by SMS")
        FAILED = "failed", pgettext_lazy("message", "SMS not delivered")
        ON_PAGE = "on_page", pgettext_lazy("message", "on the customer's page")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=13, choices=Direction)
    text = models.TextField()
    author = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("message of a ticket")
        verbose_name_plural = _("messages of tickets")
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "id"], name="messages_of_a_ticket")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_message_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(direction="to_customer") | Q(state="on_page", author=None),
                name="what_the_customer_wrote_is_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Link(models.Model):
    """`source` is a duplicate of, a child of, or caused by `target`. A trigger refuses a circle (sql/links.sql)."""

    class Kind(models.TextChoices):
        DUPLICATE = "duplicate", _("Duplicate of")
        PARENT = "parent", _("Part of")
        CAUSED_BY = "caused_by", _("Caused by")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    source = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="links")
    target = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="links_here")
    made_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("link of tickets")
        verbose_name_plural = _("links of tickets")
        indexes = [models.Index(fields=["target", "kind"], name="tickets_linked_here")]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_ticket_is_not_linked_to_itself"),
            models.UniqueConstraint(fields=["source", "kind", "target"], name="one_link_of_a_kind"),
            models.UniqueConstraint(fields=["source"], condition=Q(kind="parent"), name="a_ticket_has_one_parent"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(kind="duplicate"), name="a_ticket_duplicates_one_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Merge(models.Model):
    """One ticket went into another, with all that is needed to undo it."""

    source = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="merges")
    target = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="merges_here")
    merged_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    status_before = models.CharField(max_length=12)
    reason_before = models.ForeignKey(StatusReason, models.PROTECT, null=True, related_name="+")
    watchers_added = models.JSONField(default=list)
    link_added = models.BooleanField(default=True)
    promised = models.JSONField(default=dict, db_default={})  # what the source promised → its moment
    carried = models.JSONField(default=dict)  # kind → rows of contexts above that went along
    undone_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge of tickets")
        verbose_name_plural = _("merges of tickets")
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="a_ticket_is_merged_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="an_undone_merge_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class JoinedContact(models.Model):
    """A further contact about a ticket, beside the one it was opened from."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="joined_contacts")
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="+")
    joined_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("contact about a ticket")
        verbose_name_plural = _("contacts about tickets")
        constraints = [models.UniqueConstraint(fields=["ticket", "contact"], name="a_contact_joins_a_ticket_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.contact_id}"
