"""A customer opens a ticket: a code to the mobile they give, and when it comes back the ticket, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wanhao.access.selfservice import drafts, entering, events
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.common.phone_numbers import is_mobile, normalise_number
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.callbacks import codes
from wanhao.service.ivr.queries import active_access_codes
from wanhao.service.tickets import own_page, web_offers, web_opening
from wanhao.service.tickets.web_opening import Wish

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from wanhao.access.selfservice.drafts import Draft
    from wanhao.service.callbacks.models import NumberProof
    from wanhao.service.tickets.models import Ticket

NEW = "new ticket"  # what a proof is about until there is a ticket
MADE = "own_page_made"
TEXTS = {
    "zh": "【万号】您提交工单的验证码是 {code}，10 分钟内有效。如非本人操作，请忽略。",
    "en": "[Wanhao] Your code for opening a ticket is {code}, valid for 10 minutes. If you did not ask, ignore it.",
}


def hotline() -> str:
    """The number customers call when the page cannot help; empty when none is in use."""
    return next((row.number for row in active_access_codes()), "")


def ask_code(session: SessionBase, draft: Draft, language: str) -> None:
    """Keep what was typed and send a code to its mobile, unless one that was sent there still waits."""
    number = normalise_number(draft.number)
    if not is_mobile(number):
        raise Invalid(number=_("Give a mobile number of 11 digits: the code is sent there as a short message."))
    if not web_offers.is_open():
        raise NotAllowed(_("Tickets cannot be opened here at the moment. What you typed is kept: please call us."))
    web_offers.offer(draft.category)
    before = drafts.kept(session)
    if before and before.number == number and _waits(before.proof):
        drafts.keep(session, replace(draft, number=number, proof=before.proof))
        return
    drafts.keep(session, send_code(replace(draft, number=number), language))


def send_code(draft: Draft, language: str) -> Draft:
    """Send a new code to the draft's mobile; so often for one number within an hour."""
    proof = codes.send(draft.number, TEXTS[language], language=language, about=NEW)
    return replace(draft, proof=proof.public_id)


def _waits(proof: str) -> bool:
    try:
        codes.waiting(proof, is_about_thing=True)
    except NotFound:
        return False
    return True


def open_ticket(session: SessionBase, draft: Draft, code: str, language: str) -> Ticket:
    """The code came back: the ticket is open and its page as well. Sent twice it is the same ticket."""

    def opened(proof: NumberProof) -> str:
        wish = Wish(proof.number, draft.category, draft.text, draft.place, language)
        ticket = web_opening.open_by_customer(wish)
        seen = events.OwnPageOpened(ticket_id=ticket.pk, customer_id=ticket.customer_id)
        record(seen, actor=Actor.customer(ticket.customer_id), unit=ticket.unit_id)
        return f"ticket:{ticket.pk}"

    try:
        proof = codes.proved(draft.proof, code, opened, is_about_thing=True)
    except NotFound:
        again = codes.proved_before(draft.proof, code)
        if again is None:
            raise
        proof = again
    ticket = own_page.ticket_of(entering.ticket_id_of(proof.about))
    assert ticket is not None  # tickets are never deleted
    drafts.forget(session)
    session[MADE] = draft.key
    entering.open_page(session, ticket.pk)
    return ticket


def is_made(session: SessionBase, key: str) -> bool:
    """Did this very form become a ticket in this browser already?"""
    return bool(key) and session.get(MADE) == key
