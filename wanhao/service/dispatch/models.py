"""Work orders: a ticket's piece handed to one department, with everything that was said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.models import by_language
from wanhao.service.dispatch.reach import orders_in_reach
from wanhao.service.dispatch.watch_models import DispatchPolicy, DispatchWarning, Patrol, PingPong, StuckOrder

if TYPE_CHECKING:
    from datetime import datetime

    from wanhao.foundation.accounts.models import Staff

__all__ = [
    "DispatchPolicy",
    "DispatchWarning",
    "OrderLine",
    "OrderType",
    "Patrol",
    "PingPong",
    "StuckOrder",
    "WorkOrder",
]


@pghistory.track()
class OrderType(models.Model):
    """What kind of work is asked of a department, and whether its result must be proved."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    needs_evidence = models.BooleanField(
        pgettext_lazy("work order", "needs evidence"),
        default=True,
        help_text=_("Such an order is finished only with a file or a visit that shows the result."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("type of work order")
        verbose_name_plural = _("types of work orders")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


class WorkOrderQuerySet(models.QuerySet["WorkOrder"]):
    def visible_to(self, viewer: Staff) -> Self:
        """Orders within the viewer's reach."""
        return self.filter(orders_in_reach(viewer))

    @classmethod
    def manager(cls) -> Any:
        """The queryset as a manager."""
        return cls.as_manager()


class WorkOrder(models.Model):
    """One hop of a ticket: what is asked of one department, until it is finished, sent back or cancelled."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("work order", "Waits for acceptance")
        ACCEPTED = "accepted", pgettext_lazy("work order", "In work")
        ASKED_BACK = "asked_back", pgettext_lazy("work order", "Asked back")
        FINISHED = "finished", pgettext_lazy("work order", "Finished")
        REFUSED = "refused", pgettext_lazy("work order", "Refused")
        BOUNCED = "bounced", pgettext_lazy("work order", "Sent back")
        CANCELLED = "cancelled", pgettext_lazy("work order", "Cancelled")

    OPEN = (State.SENT, State.ACCEPTED, State.ASKED_BACK)

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="work_orders", verbose_name=_("ticket"))
    type = models.ForeignKey(OrderType, models.PROTECT, related_name="+", verbose_name=_("type"))
    department = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="work_orders", verbose_name=pgettext_lazy("unit", "Department")
    )
    region = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("region"))
    text = models.TextField(pgettext_lazy("work order", "what is asked"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    sent_by = models.ForeignKey(
        "accounts.Staff", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("work order", "sent by")
    )
    sent_at = models.DateTimeField(pgettext_lazy("work order", "sent"))
    assignee = models.ForeignKey(
        "accounts.Staff", models.PROTECT, null=True, blank=True, related_name="work_orders", verbose_name=_("assignee")
    )
    accepted_at = models.DateTimeField(pgettext_lazy("work order", "accepted"), null=True, blank=True)
    question = models.TextField(pgettext_lazy("work order", "question"), blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    result = models.TextField(_("result"), blank=True, default="")
    ended_at = models.DateTimeField(pgettext_lazy("work order", "ended"), null=True, blank=True)
    finished_by = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    is_late = models.BooleanField(pgettext_lazy("work order", "missed its time"), default=False)
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)
    false_at = models.DateTimeField(pgettext_lazy("work order", "found false"), null=True, blank=True)
    false_reason = models.TextField(blank=True, default="")
    charged_to = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(pgettext_lazy("work order", "last moved"))
    version = models.PositiveIntegerField(default=1)

    objects = WorkOrderQuerySet.manager()

    class Meta:
        verbose_name = pgettext_lazy("work order", "work order")
        verbose_name_plural = _("work orders")
        indexes = [
            models.Index(fields=["ticket", "id"], name="work_orders_of_ticket"),
            models.Index(fields=["department", "-id"], name="work_orders_of_department"),
            models.Index(fields=["department", "-sent_at"], name="work_orders_by_day"),
            models.Index(fields=["assignee", "due_at"], name="work_orders_of_person", condition=Q(ended_at=None)),
            models.Index(fields=["moved_at"], name="open_work_orders_by_move", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "asked_back"], ended_at=None)
                | Q(state__in=["finished", "refused", "bounced", "cancelled"], ended_at__isnull=False),
                name="an_ended_work_order_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False, assignee__isnull=False),
                name="a_work_order_in_work_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(finished_by__isnull=False) & ~Q(result=""),
                name="a_finished_work_order_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "bounced", "cancelled"]) | ~Q(reason=""),
                name="a_work_order_given_back_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked_back") | ~Q(question=""), name="a_work_order_asked_back_has_its_question"
            ),
            models.CheckConstraint(
                condition=Q(false_at=None, charged_to=None, false_reason="")
                | Q(false_at__isnull=False, charged_to__isnull=False) & ~Q(false_reason=""),
                name="a_false_work_order_is_charged_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        """As events, clocks and files name it."""
        return f"work_order:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Is it still to be done?"""
        return self.state in self.OPEN

    def is_overdue(self, at: datetime) -> bool:
        """Is it still to be done although its time is over?"""
        return self.is_open and (self.is_late or (self.due_at is not None and self.due_at < at))


class OrderLine(models.Model):
    """A line of a work order's story: what was done or said, by whom, to whom."""

    class Kind(models.TextChoices):
        SENT = "sent", pgettext_lazy("work order", "sends it")
        ASSIGNED = "assigned", pgettext_lazy("work order", "hands it to")
        ACCEPTED = "accepted", pgettext_lazy("work order", "accepts it")
        REFUSED = "refused", pgettext_lazy("work order", "refuses it")
        BOUNCED = "bounced", pgettext_lazy("work order", "sends it back")
        ASKED = "asked", pgettext_lazy("work order", "asks back")
        ANSWERED = "answered", pgettext_lazy("work order", "answers")
        FINISHED = "finished", pgettext_lazy("work order", "finishes it")
        REOPENED = "reopened", pgettext_lazy("work order", "reopens it")
        FALSE = "false", pgettext_lazy("work order", "finds the result false, charged to")
        CANCELLED = "cancelled", pgettext_lazy("work order", "cancels it")
        NOTE = "note", pgettext_lazy("work order", "notes")

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    to = models.ForeignKey("accounts.Staff", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of a work order")
        verbose_name_plural = _("lines of work orders")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"
