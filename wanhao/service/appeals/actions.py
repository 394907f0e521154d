"""Recording an appeal, and bringing it to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.service.appeals import events, queries, rules
from wanhao.service.appeals.models import Appeal
from wanhao.service.clocks import actions as clocks
from wanhao.service.clocks.models import Clock, Target
from wanhao.service.tickets import promises

State = Appeal.State
AT_RECEIPT = (Target.APPEAL_ACCEPTANCE, Target.APPEAL_ANSWER)


@dataclass(frozen=True)
class AppealDetails:
    """What the regulator sent."""

    regulator: str
    regulator_number: str
    received_at: datetime
    text: str


@transaction.atomic
def record_appeal(ticket_number: str, details: AppealDetails, *, by: Staff) -> Appeal:
    """Write down an appeal about a ticket; its clocks count from when the regulator's letter was received."""
    ticket = queries.ticket_to_appeal_against(ticket_number, by)
    _check(details)
    appeal = Appeal(
        ticket=ticket,
        regulator=details.regulator.strip(),
        regulator_number=details.regulator_number.strip(),
        text=details.text.strip(),
        received_at=details.received_at,
        recorded_by=by,
        recorded_at=now(),
        owner=by,
    )
    try:
        with transaction.atomic():
            appeal.save()
    except IntegrityError as error:
        raise Invalid(regulator_number=_("An appeal with this number is recorded already.")) from error
    for target in AT_RECEIPT:
        _start(appeal, target, by, details.received_at)
    event = events.AppealRecorded(**about(appeal), regulator=appeal.regulator, received_at=appeal.received_at)
    record(event, actor=by, unit=ticket.unit_id)
    return appeal


def _check(details: AppealDetails) -> None:
    wrong: dict[str, object] = {}
    if not details.regulator.strip():
        wrong["regulator"] = _("Say which regulator it is.")
    if not details.regulator_number.strip():
        wrong["regulator_number"] = _("Give the number of the appeal at the regulator.")
    if not 0 < len(details.text.strip()) <= rules.TEXT_LIMIT:
        wrong["text"] = _("Write down what the customer asks for, in at most 8000 characters.")
    if details.received_at > now():
        wrong["received_at"] = _("It cannot have been received in the future.")
    if wrong:
        raise Invalid(**wrong)


def _start(appeal: Appeal, target: Target, by: Staff, at: datetime) -> None:
    facts = promises.facts_of(appeal.ticket)
    clocks.start(appeal.subject, target, facts, unit_id=appeal.ticket.unit_id, by=by, at=at)


def about(appeal: Appeal) -> dict[str, Any]:
    """What every event of an appeal says."""
    return {
        "appeal_id": appeal.pk,
        "ticket_id": appeal.ticket_id,
        "regulator_number": appeal.regulator_number,
        "customer_id": appeal.ticket.customer_id,
    }


@transaction.atomic
def accept_appeal(appeal_id: int, *, version: int, by: Staff) -> Appeal:
    """We take it up: from now on it must be handled within its time."""
    appeal = _to_become(appeal_id, State.ACCEPTED, by, version)
    appeal.accepted_at = now()
    clocks.stop(appeal.subject, Target.APPEAL_ACCEPTANCE, by=by, at=appeal.accepted_at)
    _start(appeal, Target.APPEAL_HANDLING, by, appeal.accepted_at)
    _save(appeal, "accepted_at")
    record(events.AppealAccepted(**about(appeal)), actor=by, unit=appeal.ticket.unit_id)
    return appeal


@transaction.atomic
def answer_appeal(appeal_id: int, *, version: int, answer: str, by: Staff) -> Appeal:
    """Our answer went to the regulator."""
    appeal = _to_become(appeal_id, State.ANSWERED, by, version)
    appeal.answer, appeal.answered_at = _said(answer, "answer"), now()
    stopped = clocks.stop(appeal.subject, Target.APPEAL_ANSWER, by=by, at=appeal.answered_at)
    _save(appeal, "answer", "answered_at")
    on_time = all(clock.outcome != Clock.Outcome.BROKEN for clock in stopped)
    record(events.AppealAnswered(**about(appeal), is_on_time=on_time), actor=by, unit=appeal.ticket.unit_id)
    return appeal


@transaction.atomic
def close_appeal(appeal_id: int, *, version: int, outcome: str, by: Staff) -> Appeal:
    """The regulator has decided, or both sides agreed: it is handled."""
    appeal = _end(appeal_id, State.CLOSED, outcome, by, version)
    clocks.stop(appeal.subject, by=by, at=appeal.ended_at)
    return appeal


@transaction.atomic
def refuse_appeal(appeal_id: int, *, version: int, outcome: str, by: Staff) -> Appeal:
    """It is not accepted, and the reason was said in time."""
    appeal = _end(appeal_id, State.REFUSED, outcome, by, version)
    clocks.stop(appeal.subject, Target.APPEAL_ACCEPTANCE, by=by, at=appeal.ended_at)
    clocks.cancel(appeal.subject, by=by, at=appeal.ended_at)
    return appeal


@transaction.atomic
def withdraw_appeal(appeal_id: int, *, version: int, outcome: str, by: Staff) -> Appeal:
    """The customer took it back."""
    appeal = _end(appeal_id, State.WITHDRAWN, outcome, by, version)
    clocks.cancel(appeal.subject, by=by, at=appeal.ended_at)
    return appeal


def _end(appeal_id: int, state: State, outcome: str, by: Staff, version: int) -> Appeal:
    appeal = _to_become(appeal_id, state, by, version)
    appeal.outcome, appeal.ended_at = _said(outcome, "outcome"), now()
    _save(appeal, "outcome", "ended_at")
    record(events.AppealEnded(**about(appeal), state=state), actor=by, unit=appeal.ticket.unit_id)
    return appeal


def _to_become(appeal_id: int, state: State, by: Staff, version: int) -> Appeal:
    appeal = queries.appeal_to_change(appeal_id, by, version)
    if not rules.may_become(appeal.state, state):
        raise NotAllowed(
            _("An appeal that is “%(state)s” cannot become “%(wanted)s”.")
            % {"state": appeal.get_state_display(), "wanted": state.label}
        )
    appeal.state = state
    return appeal


def _said(text: str, field: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= rules.TEXT_LIMIT:
        raise Invalid(**{field: _("Write at most 8000 characters, and not nothing.")})
    return text


def _save(appeal: Appeal, *fields: str) -> None:
    appeal.version += 1
    appeal.save(update_fields=[*fields, "state", "version"])
