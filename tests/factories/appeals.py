"""Appeals for tests."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.appeals import actions
from wanhao.service.appeals.actions import AppealDetails
from wanhao.service.appeals.models import Appeal, EvidencePack
from wanhao.service.clocks.models import Policy
from wanhao.service.clocks.usual import promise_the_usual
from wanhao.service.tickets.models import Ticket

_numbers = count(1)


def make_appeal(
    by: Staff | None = None, *, ticket: Ticket | None = None, received_at: datetime | None = None
) -> Appeal:
    """An appeal about a ticket of who records it, with the usual promises."""
    if not Policy.objects.filter(target="appeal_answer").exists():
        promise_the_usual()
    by = by or make_staff(Role.TEAM_LEADER)
    ticket = ticket or make_ticket(by)
    details = AppealDetails("省通信管理局", f"SS-{next(_numbers):05d}", received_at or now(), "要求退费并道歉")
    return actions.record_appeal(ticket.number, details, by=by)


def make_pack(appeal: Appeal) -> EvidencePack:
    """A pack somebody asked for, not made yet."""
    return EvidencePack.objects.create(appeal=appeal, asked_by=appeal.owner, asked_at=now())


def appeal_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of an appeal of the unit."""
    return {"public_id": make_appeal(make_staff(Role.TEAM_LEADER, unit=unit)).public_id}


def appeal_act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of accepting it."""
    return appeal_address(unit, viewer) | {"name": "acceptance"}


def pack_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a made pack of the unit, without recordings."""
    from wanhao.service.appeals import packing

    pack = make_pack(make_appeal(make_staff(Role.TEAM_LEADER, unit=unit)))
    packing.make(pack.pk)
    return {"public_id": pack.public_id}
