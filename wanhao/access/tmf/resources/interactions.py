"""PartyInteraction (TMF683): our contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from wanhao.access.tmf import wordings
from wanhao.access.tmf.resources import Column, NeverRemoved, narrowed, party
from wanhao.access.tmf.rules import Condition, spelled
from wanhao.common.errors import Invalid, NotFound
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
OWN = (
    "description", "reason", "direction", "channel", "relatedParty", "interactionItem", "interactionRelationship",
    "note", "attachment", "@baseType", "@schemaLocation", "@type",
)  # fmt: skip
COLUMNS = {
    "id": Column("public_id"),
    "status": Column("status", {"inProgress": "serving", "completed": "ended"}),
    "channel.id": Column("channel"),
    "relatedParty.id": Column("customer__public_id"),
    "creationDate": Column("arrived_at", is_moment=True),
    "interactionDate.startDateTime": Column("arrived_at", is_moment=True),
    "interactionDate.endDateTime": Column("ended_at", is_moment=True),
}


class PartyInteractions(NeverRemoved):
    """Contacts as interactions. Those made here happened elsewhere and are over when they say so."""

    name, kind = "partyInteraction", "PartyInteraction"
    see, write = Right.SEE_CONTACTS, Right.SERVE_CONTACTS

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Contact]:
        """Newest first."""
        found = contacts.visible_contacts(viewer).filter(narrowed(conditions, COLUMNS))
        return found.select_related("customer", "agent", "wrap_up_code").order_by("-arrived_at", "-pk")

    def one(self, viewer: Staff, key: str) -> Contact:
        """By its public id."""
        return contacts.contact_for(viewer, key)

    def shown(self, rows: Sequence[Contact], viewer: Staff) -> list[dict[str, Any]]:
        """No numbers of callers: who it was is the related party."""
        words = wordings.words_for([f"contact:{row.pk}" for row in rows])
        return [_shown(row, words.get(f"contact:{row.pk}", {})) for row in rows]

    @transaction.atomic
    def create(self, body: Body, viewer: Staff) -> Contact:
        """An interaction another system had with the customer."""
        body.text("reason", most=400, is_needed=True), body.text("direction", most=40, is_needed=True)
        status, channels = body.text("status", most=40, is_needed=True), body.objects("channel")
        if not channels:
            body.wrong["channel"] = "channel is needed: a list of objects with id."
        period = body.object("interactionDate", is_needed=True)
        began, ended = period.moment("startDateTime"), period.moment("endDateTime")
        body.text("description")
        parties = body.objects("relatedParty")
        who = [(one.text("@referredType", most=60).lower(), one.text("id", most=100)) for one in parties]
        names = [one.text("id", most=60) or one.text("name", most=60) for one in channels]
        body.check(period, *parties, *channels)
        if began and ended and ended < began:
            raise Invalid(interactionDate="The interaction ends before it begins.")
        contact = actions.open_contact(
            channel=_channel(names[0], body.text("direction")), unit=viewer.unit, by=viewer, arrived_at=began
        )
        for kind, key in who:
            if kind == "customer":
                _identify(contact, key, viewer)
        if ended or status.lower() in ENDED:
            actions.end_contact(contact.pk, outcome=Contact.Outcome.SERVED, by=viewer, reason="interface", at=ended)
        wordings.keep(f"contact:{contact.pk}", body.sent, OWN)
        return self.one(viewer, contact.public_id)

    @transaction.atomic
    def change(self, row: Contact, body: Body, viewer: Staff) -> Contact:
        """Its words, and its end; what was measured stays."""
        status = body.text("status", most=40)
        body.text("reason", most=400), body.text("description"), body.objects("channel"), body.objects("note")
        ended = body.object("interactionDate").moment("endDateTime")
        body.check()
        if status and status.lower() not in (*ENDED, STATUS_WORDS[Status(row.status)].lower()):
            raise Invalid(status="A contact changes its status by being served; here it can only become completed.")
        if ended or status.lower() in ENDED:
            actions.end_contact(row.pk, outcome=Contact.Outcome.SERVED, by=viewer, reason="interface", at=ended)
        wordings.keep(f"contact:{row.pk}", body.sent, OWN)
        return self.one(viewer, row.public_id)


def _channel(word: str, direction: str) -> str:
    wanted = CHANNELS.get(word.lower(), word.lower())
    if direction.lower() == "outbound" and wanted == Channel.CALL:
        return Channel.OUTBOUND
    return wanted if wanted in Channel.values else Channel.WEB


def _identify(contact: Contact, key: str, viewer: Staff) -> None:
    try:
        customer = customers.customer(key, viewer)
    except NotFound as error:
        raise Invalid(relatedParty=f"{key[:40]}: {error.message}") from error
    actions.identify_customer(contact.pk, customer_id=customer.pk, by=viewer)


def _shown(row: Contact, words: dict[str, Any]) -> dict[str, Any]:
    ours = [party(row.customer.public_id, "customer", "Customer")] if row.customer else []
    ours += [party(row.agent.staff_number, "agent", "Individual")] if row.agent else []
    ids = {one["id"] for one in ours}
    theirs = [one for one in words.get("relatedParty") or [] if isinstance(one, dict) and one.get("id") not in ids]
    own = {
        "id": row.public_id,
        "creationDate": spelled(row.arrived_at),
        "direction": "outbound" if row.channel == Channel.OUTBOUND else "inbound",
        "reason": row.wrap_up_code.name_zh if row.wrap_up_code else row.business_type or row.channel,
        "status": STATUS_WORDS[Status(row.status)],
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
    told = own | words | {"relatedParty": [*ours, *theirs]}
    return {name: value for name, value in told.items() if value is not None}
