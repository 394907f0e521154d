"""Callbacks as others read them: the policy of a queue, what waits for a number, what rings, lists and figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.common.masking import mask_number
from wanhao.foundation import prepared
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.calendars.queries import is_open
from wanhao.service.callbacks.models import Callback, CallbackPolicy, CallbackTry
from wanhao.service.callbacks.rules import Patience
from wanhao.service.contacts import queries as contacts
from wanhao.service.routing import queries as routing

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.calendars.models import Hours
    from wanhao.service.routing.models import Queue

Status, Outcome = Callback.Status, Callback.Outcome
SOON = timedelta(minutes=15)
OFFERED_IN = "is_offered and queue_id = (select id from routing_queue where code = %s and is_active)"
WAITING_FOR = f"number_index = %s and status in ('{Status.WAITING}', '{Status.QUEUED}')"


# -- how a queue treats callbacks -------------------------------------------------------------------------


def policy_of(queue: Queue) -> CallbackPolicy:
    """The policy of a queue; without a row the usual one, not offered to callers by itself."""
    return CallbackPolicy.objects.filter(queue=queue).first() or CallbackPolicy(
        queue=queue, is_offered=False, is_online=False
    )


def can_dial() -> bool:
    """Are calls to numbers outside set up at all?"""
    return bool(settings.WANHAO.outbound_trunk)


def hours_of(queue: Queue) -> Hours | int | None:
    """When customers of this queue may be called back."""
    return policy_of(queue).hours_id or queue.hours_id


def patience_of(queue: Queue) -> Patience:
    """How often and after which pauses a customer is tried."""
    policy = policy_of(queue)
    return Patience(
        policy.tries,
        timedelta(minutes=policy.after_busy_minutes),
        timedelta(minutes=policy.after_no_answer_minutes),
    )


def offered_in(queue_code: str) -> CallbackPolicy | None:
    """The policy under which a waiting caller may ask to be called back now; None when they may not."""
    if not can_dial():
        return None
    policy = prepared.first(CallbackPolicy, OFFERED_IN, [queue_code])
    if policy is None:
        return None
    policy.queue = routing.queue_by_code(queue_code)
    return policy if is_open(policy.hours_id or policy.queue.hours_id, now()) else None


def online_policies() -> list[CallbackPolicy]:
    """Queues for which a callback can be asked on the web page."""
    rows = CallbackPolicy.objects.filter(is_online=True, queue__is_active=True)
    return [] if not can_dial() else list(rows.select_related("queue").order_by("queue__code"))


# -- one callback -----------------------------------------------------------------------------------------


def open_callback(number_index: str, queue_id: int) -> Callback | None:
    """The open callback of a number in a queue."""
    rows = Callback.objects.filter(number_index=number_index, queue_id=queue_id)
    return rows.exclude(status=Status.CLOSED).first()


def waiting_for_caller(contact_id: int) -> Callback | None:
    """The callback that waits for the number of this contact, the one with the oldest place."""
    index = contacts.caller_index_of(contact_id)
    if not index:
        return None
    return prepared.first(Callback, WAITING_FOR + " order by kept_rank_at limit 1", [index])


def callback_being_called(contact_id: int) -> Callback | None:
    """The callback whose customer is about to be dialled in this contact."""
    return Callback.objects.filter(contact_id=contact_id, status=Status.CALLING).first()


def callback_of_contact(contact_id: int) -> CallbackTry | None:
    """The try that this contact is, with its callback; None for any other contact."""
    rows = CallbackTry.objects.filter(contact_id=contact_id)
    return rows.select_related("callback__queue", "callback__asked_during").first()


def asked_during(contact_id: int) -> Callback | None:
    """The callback that was asked for in this call or chat."""
    return Callback.objects.filter(asked_during=contact_id).order_by("-pk").first()


def callback_for(public_id: str, viewer: Staff) -> Callback:
    """One callback within reach of those who see the floor."""
    rows = Callback.objects.visible_to(viewer, Right.SEE_FLOOR).filter(public_id=public_id)
    found = rows.select_related("queue", "customer", "contact", "asked_by", "asked_during").first()
    if found is None:
        raise NotFound(_("There is no such callback within your reach."))
    return found


def callback_to_steer(public_id: str, by: Staff) -> Callback:
    """One callback a leader may cancel or move."""
    found = Callback.objects.visible_to(by, Right.STEER_FLOOR).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such callback within your reach."))
    return found


def own_callback(public_id: str) -> Callback:
    """A callback as its customer sees it, who has its address."""
    found = Callback.objects.filter(public_id=public_id).select_related("queue").first()
    if found is None:
        raise NotFound(_("There is no such callback."))
    return found


def callback_by_id(callback_id: int) -> Callback | None:
    """One callback, for a part of the programme."""
    return Callback.objects.filter(pk=callback_id).first()


def agent_who_called(callback_id: int) -> Staff | None:
    """Who saw to the last try of a callback."""
    made = CallbackTry.objects.filter(callback=callback_id, agent__isnull=False).select_related("agent")
    last = made.order_by("-pk").first()
    return last.agent if last else None


def tries_of(callback: Callback) -> list[CallbackTry]:
    """The tries, the first one first."""
    return list(callback.made.select_related("agent", "contact"))


# -- what telephony asks ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Calling:
    """What is needed to call a customer back."""

    callback_id: int
    contact_id: int
    public_id: str
    number: str
    shown_number: str
    language: str
    is_preview: bool
    preview_seconds: int
    ring_seconds: int
    may_be_recorded: bool

    @property
    def masked(self) -> str:
        """The number as agents see it on their telephone."""
        return mask_number(self.number)


def contacts_queued() -> frozenset[int]:
    """Contacts of callbacks that wait in a queue: their offers are rung for without a caller on the line."""
    rows = Callback.objects.filter(status=Status.QUEUED, contact__isnull=False)
    return frozenset(rows.values_list("contact_id", flat=True))


def offers_to_ring() -> list[tuple[int, int]]:
    """Contact and offer of callbacks for which an agent is to be rung and nobody does so yet."""
    rows = Callback.objects.filter(status=Status.QUEUED).values_list("contact_id", "claimed_offer_id")
    claimed = {contact_id: offer_id for contact_id, offer_id in rows if contact_id is not None}
    ringing = routing.ringing_offers(claimed)
    return [(contact_id, offer_id) for contact_id, offer_id in ringing if offer_id > claimed[contact_id]]


def calling(contact_id: int) -> Calling | None:
    """What is needed to call back in this contact."""
    rows = Callback.objects.filter(contact_id=contact_id).select_related("queue", "contact", "customer")
    row = rows.first()
    if row is None or row.contact is None:
        return None
    policy = policy_of(row.queue)
    return Calling(
        callback_id=row.pk,
        contact_id=contact_id,
        public_id=row.contact.public_id,
        number=row.number,
        shown_number=row.shown_number,
        language=row.language,
        is_preview=policy.mode == CallbackPolicy.Mode.PREVIEW,
        preview_seconds=policy.preview_seconds,
        ring_seconds=policy.ring_seconds,
        may_be_recorded=row.customer is None or row.customer.has_consented_recording,
    )


def is_dial_asked(contact_id: int) -> bool:
    """Has the agent asked on the page to dial?"""
    return CallbackTry.objects.filter(contact_id=contact_id, dial_asked_at__isnull=False).exists()


# -- lists and figures ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list."""

    status: str = ""
    queue: str = ""
    outcome: str = ""
    is_overdue: bool = False
    begin: datetime | None = None
    end: datetime | None = None
    before_id: int | None = None


def found_callbacks(viewer: Staff, wanted: Wanted, most: int) -> list[Callback]:
    """Callbacks within reach that fit, the latest first."""
    rows = Callback.objects.visible_to(viewer, Right.SEE_FLOOR).select_related("queue", "customer")
    exact = {"status": wanted.status, "queue__code": wanted.queue, "outcome": wanted.outcome}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.is_overdue:
        rows = rows.exclude(status=Status.CLOSED).filter(due_at__lte=now(), dialled_at=None)
    if wanted.begin and wanted.end:
        rows = rows.filter(asked_at__gte=wanted.begin, asked_at__lt=wanted.end)
    if wanted.before_id:
        rows = rows.filter(pk__lt=wanted.before_id)
    return list(rows.order_by("-pk")[:most])


@dataclass(frozen=True)
class Open:
    """Open callbacks of a queue: how many, due soon, overdue."""

    open: int = 0
    due_soon: int = 0
    overdue: int = 0


def open_by_queue(queue_ids: Collection[int] | None = None) -> dict[int, Open]:
    """Queue → its open callbacks; cheap enough for live screens."""
    at = now()
    rows = Callback.objects.exclude(status=Status.CLOSED)
    if queue_ids is not None:
        rows = rows.filter(queue_id__in=queue_ids)
    never = Q(dialled_at=None)
    counts = {
        "many": Count("pk"),
        "soon": Count("pk", filter=never & Q(due_at__gt=at, due_at__lte=at + SOON)),
        "late": Count("pk", filter=never & Q(due_at__lte=at)),
    }
    counted = rows.order_by().values("queue_id").annotate(**counts).values_list("queue_id", *counts)
    return {queue_id: Open(many, soon, overdue) for queue_id, many, soon, overdue in counted}


@dataclass(frozen=True)
class Kept:
    """Results of the callbacks of a queue asked for in a span; each share has its numerator and denominator here."""

    asked: int = 0
    reached: int = 0
    not_reached: int = 0
    wrong_number: int = 0
    refused: int = 0
    called_again: int = 0
    cancelled: int = 0
    open: int = 0
    in_time: int = 0
    decided: int = 0
    tries: int = 0

    @property
    def finished(self) -> int:
        """Callbacks we tried to the end: the denominator of the share reached."""
        return self.reached + self.not_reached + self.wrong_number + self.refused


def kept_by_queue(viewer: Staff, right: Right, *, begin: datetime, end: datetime) -> dict[str, Kept]:
    """Queue code → results of callbacks asked for in [begin, end), within reach.

    Kept in time: first dialled by the due moment. Decided (its denominator): dialled, or the due moment has passed;
    without those the customer took back or who called again before it.
    """
    rows = _asked_between(viewer, right, begin, end)
    taken_back = Q(outcome__in=[Outcome.CALLED_AGAIN, Outcome.CANCELLED], dialled_at=None)
    in_time = Q(dialled_at__isnull=False, dialled_at__lte=F("due_at"))
    decided = Q(dialled_at__isnull=False) | Q(due_at__lte=now()) & ~taken_back
    outcomes = {name.value: Count("pk", filter=Q(outcome=name)) for name in Outcome}
    counts = outcomes | {
        "asked": Count("pk"),
        "open": Count("pk", filter=~Q(status=Status.CLOSED)),
        "in_time": Count("pk", filter=in_time),
        "decided": Count("pk", filter=decided),
    }
    counted = rows.order_by().values("queue__code").annotate(**counts).values_list("queue__code", *counts)
    tried = CallbackTry.objects.filter(callback__in=rows, dialled_at__isnull=False).order_by()
    tries = dict(tried.values_list("callback__queue__code").annotate(Count("pk")))
    return {code: Kept(**dict(zip(counts, values, strict=True)), tries=tries.get(code, 0)) for code, *values in counted}


def _asked_between(viewer: Staff, right: Right, begin: datetime, end: datetime) -> QuerySet[Callback]:
    return Callback.objects.filter(within_reach(viewer, right), asked_at__gte=begin, asked_at__lt=end)


def source_of(person: Staff) -> str:
    """Where a member of staff who enters a callback meets customers."""
    return Callback.Source.HALL if person.is_in_hall() else Callback.Source.STAFF
