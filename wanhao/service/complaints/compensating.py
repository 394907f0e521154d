"""Compensation: proposed by one, approved or refused by others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed
from wanhao.foundation.audit.actions import record
from wanhao.foundation.notices.actions import notify
from wanhao.service.complaints import events, queries, rules
from wanhao.service.complaints.actions import about, said
from wanhao.service.complaints.models import Compensation

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

Status = Compensation.Status
MOST = Decimal(10_000_000)


@transaction.atomic
def propose(ticket_id: int, *, amount: Decimal, form: str, reason: str, by: Staff) -> Compensation:
    """Propose what the customer is to be given."""
    complaint = queries.complaint_to_change(ticket_id, by)
    if not 0 < amount < MOST:
        raise Invalid(amount=_("Give an amount above nothing."))
    if form not in Compensation.Form.values:
        raise Invalid(form=_("Choose a form."))
    row = Compensation.objects.create(
        complaint=complaint,
        unit=complaint.ticket.unit,
        form=form,
        amount=amount,
        reason=said(reason, "reason"),
        four_eyes_above=queries.policy().four_eyes_above,
        proposed_by=by,
        proposed_at=now(),
    )
    record(events.CompensationProposed(**_about(row), needs_two=row.needs_two), actor=by, unit=row.unit_id)
    return row


def _about(row: Compensation) -> dict[str, Any]:
    return about(row.complaint.ticket) | {"compensation_id": row.pk, "amount": row.amount}


@transaction.atomic
def approve(public_id: str, *, by: Staff) -> Compensation:
    """Approve a proposal of somebody else; above a limit it takes two different people."""
    row = _to_decide(public_id, by)
    is_second = row.first_approver_id is not None
    if is_second and row.first_approver_id == by.pk:
        raise NotAllowed(_("You approved this already: another person must approve it too."))
    against = rules.why_not_approve(
        row.amount, row.four_eyes_above, queries.reach_of(by, row.unit), is_second=is_second
    )
    if against:
        raise NotAllowed(_("This amount is beyond what your roles may approve. Ask somebody with a higher limit."))
    at = now()
    if is_second:
        row.second_approver, row.second_approved_at = by, at
    else:
        row.first_approver, row.first_approved_at = by, at
    is_final = is_second or not row.needs_two
    if is_final:
        row.status, row.decided_at = Status.APPROVED, at
    row.save()
    record(events.CompensationApproved(**_about(row), is_final=is_final), actor=by, unit=row.unit_id)
    if is_final:
        _tell(row, "已批准", "was approved")
    return row


@transaction.atomic
def refuse(public_id: str, *, reason: str, by: Staff) -> Compensation:
    """Refuse a proposal, and say why."""
    row = _to_decide(public_id, by)
    row.status, row.decided_at = Status.REFUSED, now()
    row.refused_by, row.refused_because = by, said(reason, "reason")
    row.save()
    record(events.CompensationRefused(**_about(row)), actor=by, unit=row.unit_id)
    _tell(row, "未获批准", "was refused")
    return row


def _to_decide(public_id: str, by: Staff) -> Compensation:
    row = queries.compensation_to_decide(public_id, by)
    if row.status != Status.PROPOSED:
        raise Conflict(_("Somebody decided on this meanwhile."))
    if row.proposed_by_id == by.pk:
        raise Forbidden(_("Nobody decides on what they proposed themselves."))
    return row


def _tell(row: Compensation, zh: str, en: str) -> None:
    number = row.complaint.ticket.number
    notify(
        row.proposed_by,
        f"投诉 {number} 的补偿 ¥{row.amount} {zh}",
        f"The compensation of ¥{row.amount} for {number} {en}",
        link=f"/tickets/{number}/",
    )
