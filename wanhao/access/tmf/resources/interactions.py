"""PartyInteraction (TMF683): our contacts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from wanhao.access.tmf import wordings
from wanhao.access.tmf.attributes import PARTY_INTERACTION, TEXT
from wanhao.access.tmf.models import Wording
from wanhao.access.tmf.resources import Column, by_href, each, joined, narrowed, party, told_to
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import actions
from wanhao.service.contacts import queries as contacts
from wanhao.service.contacts.models import Contact

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff

Channel, Status = Contact.Channel, Contact.Status
STATUS_WORDS = {
    Status.ARRIVED: "opened",
    Status.WAITING: "opened",
    Status.SERVING: "inProgress",
    Status.ENDED: "completed",
}
CHANNELS = {"phone": "call", "voice": "call", "telephone": "call", "store": "hall", "shop": "hall", "online": "web"}
ENDED = ("completed", "closed", "cancelled", "done")
KEPT = {name: schema for name, schema in PARTY_INTERACTION.items() if name not in ("interactionDate", "status")}
BY_INTERFACE = "interface"
COLUMNS = {
    "id": Column("public_id"),
    "href": by_href("public_id"),
    "status": Column("status", each(STATUS_WORDS), is_beside=True),
    "direction": Column(
        "channel", {"outbound": (Channel.OUTBOUND,), "inbound": tuple(set(Channel.values) - {Channel.OUTBOUND})}
    ),
    "reason": Column("wrap_up_code__name_zh"),
    "channel.id": Column("channel"),
    "relatedParty.id": Column(find=lambda ids: Q(customer__public_id__in=ids) | Q(agent__staff_number__in=ids)),
    "creationDate": Column("arrived_at", is_moment=True),
    "interactionDate.startDateTime": Column("arrived_at", is_moment=True),
    "interactionDate.endDateTime": Column("ended_at", is_moment=True),
    "statusChangeDate": Column("status_changed_at", is_moment=True),
}


class PartyInteractions:
    """Contacts as interactions. Those made here happened elsewhere and are over when they say so."""

    name, kind = "partyInteraction", "PartyInteraction"
    see, write = Right.SEE_CONTACTS, Right.SERVE_CONTACTS
    attributes, needed = PARTY_INTERACTION, ("interactionDate", "reason", "status", "direction", "channel")
    columns = COLUMNS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Contact]:
        """Newest first."""
        wanted = narrowed("contact", conditions, COLUMNS, KEPT | {"status": TEXT})
        found = contacts.visible_contacts(viewer).select_related("customer", "agent", "wrap_up_code")
        changed_at = Coalesce("ended_at", "answered_at", "arrived_at")
        shown = found.exclude(wordings.withdrawn("contact")).annotate(status_changed_at=changed_at)
        return shown.filter(wanted).order_by("-arrived_at", "-pk")

    def one(self, viewer: Staff, key: str) -> Contact:
        """By its public id."""
        row = contacts.contact_for(viewer, key)
        if wordings.is_withdrawn(f"contact:{row.pk}"):
            raise NotFound("This interaction was withdrawn.")
        return row

    def shown(self, rows: Sequence[Contact], viewer: Staff) -> list[dict[str, Any]]:
        """No numbers of callers: who it was is the related party."""
        words = wordings.words_for([f"contact:{row.pk}" for row in rows])
        said = {row.pk: words.get(f"contact:{row.pk}", wordings.NONE) for row in rows}
        return [_shown(row, told_to(viewer, said[row.pk], status=row.status)) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Contact:
        """An interaction another system had with the customer."""
        body.text("reason", most=400, is_needed=True), body.text("direction", most=40, is_needed=True)
        body.text("status", most=40, is_needed=True), body.object("interactionDate", is_needed=True)
        if not body.objects("channel"):
            body.wrong["channel"] = "channel is needed: a list of objects with id."
        read = _Read(body)
        channel = _channel(read.channels[0], body.text("direction"))
        contact = actions.open_contact(channel=channel, unit=viewer.unit, by=viewer, arrived_at=read.began)
        for kind, key in read.parties:
            if kind == "customer":
                _identify(contact, key, viewer)
        return self._keep(contact, body, read, viewer)

    @transaction.atomic
    def change(self, row: Contact, body: Body, viewer: Staff) -> Contact:
        """Its words, and its end; what was measured stays."""
        read = _Read(body)
        if not _was_elsewhere(row) and read.status and read.status.lower() not in (*ENDED, _word(row).lower()):
            raise Invalid(status="A contact of ours changes its status by being served; here it can only be completed.")
        ends = read.ended is not None or read.status.lower() in ENDED
        if ends and row.status != Status.ENDED and not _may_end(row, viewer):
            raise Forbidden("A contact of ours is ended by who serves it, or by a leader of the floor.")
        return self._keep(row, body, read, viewer)

    def _keep(self, row: Contact, body: Body, read: _Read, viewer: Staff) -> Contact:
        """Its end, and the words that are only kept."""
        if read.ended or read.status.lower() in ENDED:
            served = Contact.Outcome.SERVED
            row = actions.end_contact(row.pk, outcome=served, by=viewer, reason=BY_INTERFACE, at=read.ended)
        sent, own, beside = dict(body.sent), {*KEPT}, {}
        if read.status:
            sent["status"] = read.status if read.status != _word(row) else None
            own, beside = own | {"status"}, {"status": row.status}
        wordings.keep(f"contact:{row.pk}", sent, own, by=viewer, beside=beside)
        return self.one(viewer, row.public_id)

    @transaction.atomic
    def remove(self, row: Contact, viewer: Staff) -> int:
        """Take back what was told through the interface; contacts of the house are facts."""
        if not _was_elsewhere(row):
            raise NotAllowed("This contact was had by the house: it is a fact and cannot be taken back.")
        if row.status != Status.ENDED:
            actions.end_contact(row.pk, outcome=Contact.Outcome.SERVED, by=viewer, reason=BY_INTERFACE)
        return wordings.withdraw(f"contact:{row.pk}", row.public_id, by=viewer)


class _Read:
    """What a body says about an interaction; raises Invalid."""

    def __init__(self, body: Body) -> None:
        body.conform(PARTY_INTERACTION)
        self.status = body.text("status", most=40)
        body.text("reason", most=400), body.text("description")
        period, parties = body.object("interactionDate"), body.objects("relatedParty")
        self.began, self.ended = period.moment("startDateTime"), period.moment("endDateTime")
        self.parties = [(one.text("@referredType", most=200).lower(), one.text("id", most=200)) for one in parties]
        channels = body.objects("channel")
        self.channels = [one.text("id", most=200) or one.text("name", most=200) for one in channels]
        if self.began and self.ended and self.ended < self.began:
            body.wrong["interactionDate"] = "The interaction ends before it begins."
        if max(filter(None, (self.began, self.ended)), default=now()) > now() + timedelta(days=1):
            body.wrong["interactionDate"] = "An interaction has happened: it does not lie in the future."
        body.check(period, *parties, *channels)


def _was_elsewhere(row: Contact) -> bool:
    """Told through the interface, and never in our queues or on our lines?"""
    is_ours = row.access_code or row.caller_number or row.queue_code or row.agent_id
    return not is_ours and Wording.objects.filter(subject=f"contact:{row.pk}").exists()


def _may_end(row: Contact, viewer: Staff) -> bool:
    return _was_elsewhere(row) or row.agent_id == viewer.pk or contacts.may_steer(viewer, row)


def _word(row: Contact) -> str:
    return STATUS_WORDS[Status(row.status)]


def _channel(word: str, direction: str) -> str:
    wanted = CHANNELS.get(word.lower(), word.lower())
    if direction.lower() == "outbound" and wanted == Channel.CALL:
        return Channel.OUTBOUND
    return wanted if wanted in Channel.values else Channel.WEB


def _identify(contact: Contact, key: str, viewer: Staff) -> None:
    """Our customer; those of other systems are only kept as words."""
    with suppress(NotFound):
        customer = customers.customer(key, viewer)
        actions.identify_customer(contact.pk, customer_id=customer.pk, by=viewer)


def _shown(row: Contact, words: dict[str, Any]) -> dict[str, Any]:
    ours = [party(row.customer.public_id, "customer", "Customer")] if row.customer else []
    ours += [party(row.agent.staff_number, "agent", "Individual")] if row.agent else []
    own = {
        "id": row.public_id,
        "creationDate": spelled(row.arrived_at),
        "direction": "outbound" if row.channel == Channel.OUTBOUND else "inbound",
        "reason": row.wrap_up_code.name_zh if row.wrap_up_code else row.business_type or row.channel,
        "status": _word(row),
        "statusChangeDate": spelled(row.ended_at or row.answered_at or row.arrived_at),
        "interactionDate": {
            name: spelled(at)
            for name, at in (("startDateTime", row.arrived_at), ("endDateTime", row.ended_at))
            if at
        },
        "channel": [
            {
                "id": row.channel,
                "href": f"urn:wanhao:channel:{row.channel}",
                "name": row.get_channel_display(),
                "@type": "RelatedChannel",
            }
        ],
        "@type": "PartyInteraction",
    }  # fmt: skip
    told = own | words | {"relatedParty": joined(ours, words.get("relatedParty"))}
    return {name: value for name, value in told.items() if value is not None}
