"""Coming in: the ticket's number, a code to the customer's mobile, a quarter of an hour in this browser."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.access.selfservice import events
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.limits.rates import Rate, TooOften, count_or_refuse
from wanhao.service.callbacks import codes
from wanhao.service.tickets import numbers, own_page, rules

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from wanhao.service.callbacks.models import NumberProof
    from wanhao.service.tickets.models import Ticket

STAY = timedelta(minutes=20)
PER_TICKET = Rate("own-page-code", 3, 3600)
ASKED, HERE, WRONG = "own_page_asked", "own_page", "own_page_wrong"
TEXTS = {
    "zh": "【万号】您查看工单 {number} 的验证码是 {{code}}，10 分钟内有效。如非本人操作，请忽略。",
    "en": "[Wanhao] Your code for ticket {number} is {{code}}, valid for 10 minutes. If you did not ask, ignore it.",
}


def ask_code(session: SessionBase, typed: str, language: str) -> None:
    """Send a code for the ticket of this number, if there is one; a stranger cannot tell which numbers exist."""
    number = rules.as_ticket_number(typed)
    if not number:
        raise Invalid(number=_("A ticket number looks like T20261122-000123."))
    count_or_refuse(PER_TICKET, number)
    session.pop(HERE, None)
    session[ASKED], session[WRONG] = "", 0
    ticket = own_page.ticket_of_number(number)
    mobile = numbers.mobile_for(ticket) if ticket else ""
    if not ticket or not mobile:
        return
    text = TEXTS[language].format(number=number)
    with suppress(TooOften):  # other tickets had their codes there: said to nobody, or it would tell what exists
        session[ASKED] = codes.send(mobile, text, language=language, about=f"ticket:{ticket.pk}").public_id


def enter(session: SessionBase, code: str) -> None:
    """The code came back: the page is open for a while. Without a ticket every code is wrong."""
    asked = session.get(ASKED)
    if asked is None:
        raise NotFound(_("Give the ticket number first."))
    if not asked:
        _refuse_as_if_it_existed(session)
    proof = codes.proved(asked, code, _note, is_about_thing=True)
    open_page(session, ticket_id_of(proof.about))


def open_page(session: SessionBase, ticket_id: int) -> None:
    """Whoever uses this browser has proved to be the customer of the ticket: its page is open for a while."""
    session.cycle_key()
    session.pop(ASKED, None)
    session[HERE] = {"ticket": ticket_id, "until": (now() + STAY).isoformat()}


def ticket_id_of(about: str) -> int:
    """The ticket of `ticket:12`."""
    return int(about.partition(":")[2])


def _refuse_as_if_it_existed(session: SessionBase) -> NoReturn:
    """In the same words as for a ticket that exists."""
    session[WRONG] = session.get(WRONG, 0) + 1
    if session[WRONG] > codes.MOST_WRONG:
        raise NotAllowed(_("Too many wrong codes. Ask for a new one."))
    raise Invalid(code=_("The code is not right. Look at the message again."))


def _note(proof: NumberProof) -> None:
    ticket = own_page.ticket_of(ticket_id_of(proof.about))
    assert ticket is not None  # tickets are never deleted
    opened = events.OwnPageOpened(ticket_id=ticket.pk, customer_id=ticket.customer_id)
    record(opened, actor=Actor.customer(ticket.customer_id), unit=ticket.unit_id)


def ticket_here(session: SessionBase) -> Ticket:
    """The ticket whose page is open in this browser; NotFound when the time is over. Each look prolongs it."""
    here = session.get(HERE)
    if not here or datetime.fromisoformat(here["until"]) <= now():
        session.pop(HERE, None)
        raise NotFound(_("Your time on this page is over. Ask for a new code."))
    session[HERE] = here | {"until": (now() + STAY).isoformat()}
    ticket = own_page.ticket_of(here["ticket"])
    if ticket is None:
        raise NotFound(_("There is no such ticket."))
    return ticket


def leave(session: SessionBase) -> None:
    """Nobody else at this telephone sees the page."""
    session.flush()
