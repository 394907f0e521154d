"""Contacts, their timeline and their recording."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import AskedMoment, ContactDetail, ContactOut, ContactPage, Error, Moment
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.service.contacts import queries as contacts
from wanhao.service.recordings import queries as recordings
from wanhao.service.recordings.actions import play_recording

router = Router(tags=["contacts"])
MOST = 200


class ContactsAsked(Schema):
    """Filters of the list; empty means all."""

    channel: str = ""
    outcome: str = ""
    queue: str = ""
    agent: str = ""
    arrived_from: AskedMoment | None = None
    arrived_before: AskedMoment | None = None
    after: str = ""
    limit: int = 50


@router.get("", response={200: ContactPage, 422: Error}, auth=TokenWith(Right.SEE_CONTACTS), url_name="contacts")
def list_contacts(request: HttpRequest, asked: Query[ContactsAsked]) -> ContactPage:
    """Contacts within the token's reach, newest first."""
    wanted = contacts.ContactFilter(
        channel=asked.channel,
        outcome=asked.outcome,
        queue_code=asked.queue,
        agent_number=asked.agent,
        arrived_from=asked.arrived_from,
        arrived_before=asked.arrived_before,
    )
    page = contacts.contacts(viewer(request), wanted, after_key=asked.after, size=min(max(asked.limit, 1), MOST))
    return ContactPage(items=[ContactOut.of(contact) for contact in page.contacts], next=page.next_key)


@router.get(
    "/{contact_id}", response={200: ContactDetail, 404: Error}, auth=TokenWith(Right.SEE_CONTACTS), url_name="contact"
)
def show_contact(request: HttpRequest, contact_id: str) -> ContactDetail:
    """One contact with its timeline and the ids of its recordings."""
    contact = contacts.contact_for(viewer(request), contact_id)
    return ContactDetail(
        **ContactOut.of(contact).dict(),
        timeline=[Moment.of(event) for event in contacts.timeline(contact)],
        recordings=[row.public_id for row in recordings.recordings_of(contact, viewer(request))],
    )


@router.get(
    "/{contact_id}/recording",
    response={404: Error},
    auth=TokenWith(Right.PLAY_RECORDINGS),
    url_name="recording",
    openapi_extra={
        "responses": {
            200: {"description": "WAV", "content": {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
)
def fetch_recording(request: HttpRequest, contact_id: str) -> HttpResponseBase:
    """The newest recording of a contact as WAV (8 kHz, left the customer, right the agent); each fetch is an event."""
    contact = contacts.contact_for(viewer(request), contact_id, Right.PLAY_RECORDINGS)
    ready = [row for row in recordings.recordings_of(contact, viewer(request)) if row.status == row.Status.READY]
    if not ready:
        raise NotFound(_("This contact has no recording that can be played yet."))
    opened = play_recording(ready[-1].public_id, by=viewer(request))
    response = StreamingHttpResponse(opened.stream(), content_type="audio/wav")
    response["Content-Length"] = str(opened.length)
    response["Content-Disposition"] = f'attachment; filename="{contact.public_id}.wav"'
    return response
