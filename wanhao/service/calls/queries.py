"""The telephone side as others read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from wanhao.foundation import prepared
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.calls import numbers_shown
from wanhao.service.calls.announcement_calls import can_call_out as can_call_out
from wanhao.service.calls.events import MenuWalked
from wanhao.service.calls.models import Call, CallCommand, CallParty, CallPolicy, Node
from wanhao.service.routing.queries import queue_by_code

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.service.calls.models import ShownNumber
    from wanhao.service.contacts.models import Contact

REALM = "wanhao"
KEYS = frozenset("0123456789*#")
OBEYS_WITHIN = timedelta(seconds=10)


def call_policy() -> CallPolicy:
    """How calls are treated; the defaults until an administrator saved something else."""
    return prepared.first(CallPolicy, "true", []) or CallPolicy()


@dataclass(frozen=True)
class SipAccount:
    """What a browser or a telephone needs to register."""

    user: str
    password: str
    domain: str
    sip_port: int
    wss_port: int

    @property
    def server(self) -> str:
        """host:port for a telephone."""
        return f"{self.domain}:{self.sip_port}"


def sip_account(staff: Staff) -> SipAccount:
    """The account of one member of staff; only for themselves. Its password is empty until one was made."""
    environment = settings.WANHAO
    return SipAccount(
        user=staff.staff_number,
        password=staff.sip_secret,
        domain=environment.host,
        sip_port=environment.sip_port,
        wss_port=environment.wss_port,
    )


def live_call(contact: Contact) -> Call | None:
    """The call of a contact while it lasts."""
    return Call.objects.filter(contact=contact, is_live=True).first()


def calls_held() -> dict[int, bool]:
    """Contacts with a live call → is the caller on hold?"""
    return dict(Call.objects.filter(is_live=True).values_list("contact_id", "is_held"))


def parties(contact_id: int) -> list[CallParty]:
    """Who is in a call beside caller and agent, or being rung for it, in the order they were asked."""
    rows = CallParty.objects.filter(contact_id=contact_id, left_at=None)
    return list(rows.select_related("staff", "asked_by").order_by("pk"))


def supervisors_of(contact_id: int) -> list[CallParty]:
    """Supervisors in a call, or being rung for it."""
    return [party for party in parties(contact_id) if party.is_supervisor]


def consulted_in(contact_id: int) -> CallParty | None:
    """The one whom the agent consults, or with whom they are in a conference."""
    return next((party for party in parties(contact_id) if not party.is_supervisor), None)


def queue_awaited(party: CallParty) -> str:
    """The name of the queue in which a question waits; empty when somebody has taken it, or none was asked."""
    waits = party.waits_as_id is not None and party.staff_id is None
    return queue_by_code(party.number).name if waits else ""


def consultation_of(contact_id: int) -> CallParty | None:
    """The part in a colleague's call that waits in a queue as this contact."""
    rows = CallParty.objects.filter(waits_as=contact_id, left_at=None)
    return rows.select_related("contact__customer", "contact__agent", "asked_by").first()


def part_of(staff: Staff) -> CallParty | None:
    """The call in which this member of staff takes part beside its agent: consulted, or as a supervisor."""
    rows = CallParty.objects.filter(staff=staff, left_at=None)
    return rows.select_related("contact__customer", "contact__agent", "asked_by").first()


def numbers_to_show(staff: Staff) -> list[ShownNumber]:
    """Numbers this member of staff may show when calling out, the usual one first."""
    return numbers_shown.may_show(staff)


def last_command(contact: Contact, by: Staff) -> CallCommand | None:
    """What this member of staff asked of the call last, and how it went."""
    return CallCommand.objects.filter(contact=contact, asked_by=by).order_by("-pk").first()


def is_carried(contact: Contact) -> bool:
    """Does a telephony process that is alive have the call, and did it do the last thing asked of it in time?"""
    late = timezone.now() - OBEYS_WITHIN
    call = Call.objects.filter(contact=contact, is_live=True, node__stopped_at=None, node__beat_at__gt=late)
    ignored = CallCommand.objects.filter(contact=contact, done_at=None, asked_at__lt=late)
    return call.exists() and not ignored.exists()


def keys_pressed(contact: Contact) -> list[str]:
    """The caller's way through the voice menu: the keys, in order."""
    walks = StoredEvent.objects.filter(contact_id=contact.pk, name=MenuWalked.event_name()).order_by("id")
    taken = [step.rpartition(":")[2] for walk in walks.values_list("data__steps", flat=True) for step in walk]
    return [word for word in taken if word in KEYS]


def seconds_since_beat() -> float | None:
    """How long every telephony process has been silent, None when none runs; for those who watch the machines."""
    last = Node.objects.filter(stopped_at=None).aggregate(last=Max("beat_at"))["last"]
    return None if last is None else (timezone.now() - last).total_seconds()


def silent_seconds_of_nodes() -> dict[str, float]:
    """Telephony process → how long it has been silent; those that ended as asked are left out."""
    now = timezone.now()
    rows = Node.objects.filter(stopped_at=None).values_list("name", "beat_at")
    return {name: max(0.0, (now - beat_at).total_seconds()) for name, beat_at in rows}
