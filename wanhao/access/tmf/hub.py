"""Subscriptions: a system says where it wants to be told, and is told of what its owner may see."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from wanhao.access.tmf import events, faces
from wanhao.access.tmf.faces import Face
from wanhao.access.tmf.models import Notification, Subscription
from wanhao.common.errors import Invalid, NotAllowed, NotFound, Refused
from wanhao.foundation import prepared
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.deliveries import gateways
from wanhao.foundation.deliveries.sending import Outbox, Receiver, new_secret

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

WORKER = Actor.system("tmf")
MOST_OF_ONE = 50
SUBSCRIBED = "select 1 from tmf_subscription where api = %s and ended_at is null limit 1"


def living() -> QuerySet[Subscription]:
    """Not ended, and made with a token that still opens the interface: whoever took it is told nothing more."""
    token = Q(token=None) | Q(token__revoked_at=None, token__expires_at__gt=timezone.now())
    return Subscription.objects.filter(token, ended_at=None)


@transaction.atomic
def subscribe(
    face: Face, callback: str, query: str, *, root: str, by: Staff, token_id: int | None = None
) -> Subscription:
    """Tell this address of what happens from now on; its notifications are signed with the secret."""
    _check_address(callback)
    mine = living().filter(staff=by)
    if mine.filter(api=face.api, version=face.version, callback=callback, query=query).exists():
        raise NotAllowed("This address is subscribed already; end that subscription first.")
    if mine.count() >= MOST_OF_ONE:
        raise Invalid(callback=f"One token's owner may have {MOST_OF_ONE} subscriptions.")
    row = Subscription.objects.create(
        api=face.api,
        version=face.version,
        callback=callback,
        query=query,
        root=root,
        secret=new_secret(),
        staff=by,
        token_id=token_id,
    )
    record(events.SubscriptionMade(row.pk, row.api, row.version), actor=by, unit=by.unit)
    return row


def _check_address(callback: str) -> None:
    try:
        gateways.checked(callback)
    except gateways.AddressRefused as error:
        raise Invalid(callback=str(error)) from error
    except socket.gaierror:
        return  # its name may become known; every attempt asks again
    except (OSError, ValueError) as error:
        raise Invalid(callback="callback must be an address that leads to a machine.") from error


def subscription(face: Face, public_id: str, viewer: Staff) -> Subscription:
    """A living one of this person."""
    rows = living().filter(api=face.api, version=face.version, staff=viewer)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such subscription of yours.")
    return found


@transaction.atomic
def unsubscribe(face: Face, public_id: str, *, by: Staff) -> None:
    """Tell it no longer."""
    row = subscription(face, public_id, by)
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record(events.SubscriptionEnded(row.pk), actor=by, unit=by.unit)


def is_told(api: str) -> bool:
    """Does anybody want to be told of it?"""
    return prepared.fetch_one(SUBSCRIBED, [api]) is not None


@dataclass(frozen=True)
class Watcher:
    """A subscription, and a thing as its owner may see it."""

    row: Subscription
    face: Face
    thing: dict[str, Any]

    def tell(self, kind: str, event_id: int, at: datetime) -> None:
        """Put a notification on its way, if this kind was asked for."""
        told = f"{self.face.resource.kind}{kind}Event"
        if wants(self.row.query, told, self.thing):
            _write(self.row, self.face, told, self.thing, event_id, at)


def watchers(api: str, key: str) -> Iterator[Watcher]:
    """Every subscriber whose owner may see this thing."""
    for row in living().filter(api=api).select_related("staff__unit"):
        face = faces.face(row.api, row.version)
        if face is None or not row.staff.is_active or not row.staff.may(face.resource.see):
            continue
        try:
            thing = face.resource.shown([face.resource.one(row.staff, key)], row.staff)[0]
        except Refused:
            continue  # beyond the reach of whose subscription it is
        yield Watcher(row, face, thing)


def tell(api: str, kinds: tuple[str, ...], key: str, event_id: int, at: datetime) -> None:
    """Put a notification of each kind on its way to every subscriber who asked for it and may see the thing."""
    for watcher in watchers(api, key):
        for kind in kinds:
            watcher.tell(kind, event_id, at)


@transaction.atomic
def take_back(face: Face, key: str, *, by: Staff) -> None:
    """Remove a thing, and tell those who could see it until now."""
    row = face.resource.one(by, key)
    told = list(watchers(face.api, key)) if faces.face(face.api, face.version) is face else []
    event_id = face.resource.remove(row, by)
    for watcher in told:
        watcher.tell("Delete", event_id, timezone.now())


def wants(query: str, kind: str, thing: dict[str, Any]) -> bool:
    """Does a subscription's query ask for this? `eventType=A,B&status=closed`; empty asks for everything."""
    for name, value in parse_qsl(query):
        allowed = value.split(",")
        if name == "eventType":
            if kind not in allowed:
                return False
        elif name != "fields" and str(thing.get(name.rpartition(".")[2])) not in allowed:
            return False
    return True


def _write(row: Subscription, face: Face, kind: str, thing: dict[str, Any], event_id: int, at: datetime) -> None:
    if Notification.objects.filter(subscription=row, event_id=event_id, event=kind).exists():
        return
    href = f"{row.root}{face.path}{face.resource.name}/{thing['id']}"
    body = {
        "eventId": f"{event_id}-{kind}",
        "eventTime": at.isoformat(),
        "eventType": kind,
        "event": {face.resource.name: face.out({**thing, "href": href})},
        **({"@type": kind} if face.version == "v5" else {}),
    }
    text = json.dumps(body, ensure_ascii=False)
    OUTBOX.write(Notification(subscription=row, event=kind, event_id=event_id, body=text, asked_at=timezone.now()))


def _receiver(message: Notification) -> Receiver:
    return Receiver(message.subscription.callback, message.subscription.secret, message.event)


def _gave_up(message: Notification) -> None:
    event = events.SubscriberGaveUp(message.subscription_id, message.public_id, message.attempts)
    record(event, actor=WORKER, unit=message.subscription.staff.unit_id)


OUTBOX = Outbox(Notification, "tmf.deliver", _receiver, _gave_up)
