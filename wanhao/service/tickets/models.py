"""Tickets: a customer's problem with one owner and a due time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.foundation.privacy.fields import SealedText
from wanhao.service.tickets import reach
from wanhao.service.tickets.related_models import (
    JoinedContact,
    Link,
    Merge,
    Message,
    StatusReason,
    Tag,
    Watcher,
)

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

__all__ = [
    "Bigrams",
    "Category",
    "HandOver",
    "JoinedContact",
    "Link",
    "Merge",
    "Message",
    "Note",
    "OfferedCategory",
    "StatusReason",
    "Tag",
    "Ticket",
    "Watcher",
    "WebOwner",
]


class Bigrams(models.Func):
    """Pairs of neighbouring characters (sql/search.sql): how Chinese text is found by words of any length."""

    function = "ticket_bigrams"
    output_field = ArrayField(models.TextField())


@pghistory.track()
class Category(models.Model):
    """A node of the category tree."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs under")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ticket category")
        verbose_name_plural = _("ticket categories")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class TicketQuerySet(ScopedQuerySet["Ticket"]):
    def visible_to(self, viewer: Staff, right: Right) -> Self:
        """To see: tickets of the viewer's units and regions, own ones, those of customers being served."""
        return self.filter(reach.tickets_in_reach(viewer, right))


class Ticket(models.Model):
    """Work that outlives the contact."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation")
        COMPLAINT = "complaint", _("Complaint")
        FAULT = "fault", _("Fault")
        INSTALLATION = "installation", _("Installation or move")
        ORDER = "order", _("Order follow-up")
        SUGGESTION = "suggestion", _("Suggestion")
        PRAISE = "praise", _("Praise")

    class Severity(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        SERIOUS = "serious", _("Serious")
        MAJOR = "major", _("Major")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("ticket", "Open")
        IN_PROGRESS = "in_progress", _("In progress")
        RESOLVED = "resolved", _("Resolved")
        CLOSED = "closed", pgettext_lazy("ticket", "Closed")
        MERGED = "merged", pgettext_lazy("ticket", "Merged")

    class Source(models.TextChoices):
        DESK = "desk", _("Desk")
        CHAT = "chat", _("Chat")
        HALL = "hall", _("Service hall")
        WEB = "web", _("Web self-service")
        VOICE_MESSAGE = "voice", _("Voice message")
        INTERFACE = "rest", _("Interface")
        IMPORT = "import", _("Import")

    UNFINISHED = (Status.OPEN, Status.IN_PROGRESS)

    number = models.CharField(pgettext_lazy("ticket", "number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("type"), max_length=14, choices=Kind)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.ORDINARY)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    category = models.ForeignKey(Category, models.PROTECT, related_name="tickets", verbose_name=_("category"))
    customer = models.ForeignKey("customers.Party", models.PROTECT, null=True, blank=True, related_name="tickets")
    subscription = models.ForeignKey("customers.Subscription", models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, blank=True, related_name="tickets")
    source = models.CharField(_("opened from"), max_length=6, choices=Source, default=Source.DESK)
    external_key = models.CharField(_("key in the source system"), max_length=60, blank=True, default="")
    # Numbers of the kept versions of the category and of those above it, the top first: how they were then.
    category_versions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    text = models.TextField(_("description"))
    place = SealedText(_("place"), blank=True, default="")
    place_lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    place_lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    tags = ArrayField(models.SlugField(max_length=30), verbose_name=_("tags"), default=list, blank=True)
    opened_by = models.ForeignKey(  # none: the customer, on the web page
        "accounts.Staff", models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="tickets", verbose_name=_("owner"))
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)  # of the resolution's clock; none while it is paused
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    solution = models.TextField(_("solution"), blank=True, default="")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    status_reason = models.ForeignKey(
        StatusReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_here")
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)
    version = models.PositiveIntegerField(default=1)
    tag_names: str  # in lists, asked for once for all rows of a page

    objects = TicketQuerySet.manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        indexes = [
            models.Index(fields=["owner", "due_at"], name="ticket_open_of_owner", condition=~Q(status="closed")),
            models.Index(fields=["customer", "-opened_at"], name="ticket_of_customer"),
            models.Index(fields=["unit", "-opened_at"], name="ticket_of_unit"),
            models.Index(fields=["region", "-id"], name="ticket_of_region"),
            models.Index(fields=["status", "-id"], name="ticket_of_status"),
            models.Index(fields=["category", "-id"], name="ticket_of_category"),
            models.Index(fields=["owner", "-id"], name="ticket_of_owner"),
            models.Index(fields=["opened_by", "-id"], name="ticket_opened_by"),
            models.Index(fields=["-id"], name="ticket_serious", condition=Q(severity__in=["serious", "major"])),
            models.Index(
                fields=["due_at", "id"], name="ticket_unfinished_due", condition=Q(status__in=["open", "in_progress"])
            ),
            models.Index(fields=["due_at", "id"], name="ticket_by_due"),
            models.Index(fields=["contact"], name="ticket_of_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["merged_into"], name="ticket_merged_into", condition=Q(merged_into__isnull=False)),
            GinIndex(Bigrams("text"), name="ticket_text_search"),
            GinIndex(fields=["tags"], name="ticket_of_tag"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["resolved", "closed", "merged"]) | Q(resolved_at=None, closed_at=None),
                name="an_unfinished_ticket_has_no_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="resolved") | Q(resolved_at__isnull=False) & ~Q(solution=""),
                name="a_resolved_ticket_has_its_solution",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False), name="a_closed_ticket_has_its_moment"
            ),
            models.UniqueConstraint(
                fields=["external_key"], condition=~Q(external_key=""), name="a_key_of_the_source_system_once"
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged") & Q(merged_into=None),
                name="a_merged_ticket_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(place_lon=None, place_lat=None)
                | Q(place_lon__gte=-180, place_lon__lte=180, place_lat__gte=-90, place_lat__lte=90),
                name="a_point_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Note(models.Model):
    """A line of the ticket's story: what somebody added, or what became of it and why."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        BEGUN = "begun", _("Work begun")
        CHANGED = "changed", _("Changed")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Reopened")
        CLOSED = "closed", _("Closed")
        HAND_OVER = "hand_over", _("Hand-over asked")
        ACCEPTED = "accepted", _("Hand-over accepted")
        DECLINED = "declined", _("Hand-over declined")
        TOLD = "told", _("Customer told")
        PAUSED = "paused", _("Clocks paused")
        RESUMED = "resumed", _("Clocks resumed")
        LINKED = "linked", pgettext_lazy("ticket", "Linked")
        UNLINKED = "unlinked", pgettext_lazy("ticket", "Link removed")
        MERGED = "merged", pgettext_lazy("ticket", "Merged")
        UNMERGED = "unmerged", pgettext_lazy("ticket", "Merge undone")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NOTE)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    reason = models.ForeignKey(StatusReason, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("ticket note")
        verbose_name_plural = _("ticket notes")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.written_at:%F %T}"


class HandOver(models.Model):
    """One member of staff asks another to take a ticket; it is theirs once they accept."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="hand_overs")
    asked_by = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+")
    asked_of = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="hand_overs_asked")
    reason = models.CharField(_("reason"), max_length=300)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(answered_at=None), name="one_open_hand_over_per_ticket"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, is_accepted=None)
                | Q(answered_at__isnull=False, is_accepted__isnull=False),
                name="an_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.asked_of_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OfferedCategory(models.Model):
    """A category customers may choose when they open a ticket on the web page, and the type their ticket gets."""

    category = models.OneToOneField(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    kind = models.CharField(_("type of the ticket"), max_length=14, choices=Ticket.Kind)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("category offered on the web page")
        verbose_name_plural = _("categories offered on the web page")
        ordering = ["category__position", "category__code"]

    def __str__(self) -> str:
        return self.category.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["told_of"])
class WebOwner(models.Model):
    """Whose the tickets become that customers of a region open on the web page."""

    region = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("customers of the region"),
        limit_choices_to={"kind": "region"},
        help_text=_("Empty: customers of all other regions, and numbers that belong to nobody."),
    )
    owner = models.ForeignKey("accounts.Staff", models.PROTECT, related_name="+", verbose_name=_("owner"))
    # the owner of whom administrators have been told that they cannot own tickets any more
    told_of = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("owner of web tickets")
        verbose_name_plural = _("owners of web tickets")
        ordering = [models.F("region__path").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["region"], nulls_distinct=False, name="one_owner_of_web_tickets_of_a_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.where} · {self.owner}"

    @property
    def where(self) -> str:
        """Whose tickets: of a region's customers, or all others."""
        return self.region.name if self.region else str(_("Everywhere else"))
