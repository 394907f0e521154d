"""Agents as their telephones show them: accounts that may register, and agents whose telephone has vanished."""

from __future__ import annotations

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.service.routing import actions as routing
from wanhao.service.routing.queries import agent_now

TELEPHONY = Actor.system("telephony")


def sip_passwords() -> dict[str, str]:
    """Staff numbers with their telephone passwords; only those who work here."""
    rows = Staff.objects.filter(is_active=True).exclude(sip_secret="")
    return dict(rows.values_list("staff_number", "sip_secret"))


def sip_password(staff_number: str) -> str | None:
    """The telephone password of one who works here."""
    staff = Staff.objects.filter(staff_number=staff_number, is_active=True).first()
    return staff.sip_secret or None if staff else None


def phone_gone(staff_number: str) -> None:
    """The last telephone of an agent has been away for longer than the grace: a ready agent is set offline."""
    staff = Staff.objects.filter(staff_number=staff_number).first()
    now = agent_now(staff.pk) if staff else None
    if staff and now and now.agent.state == "ready":
        routing.set_state(staff.pk, "offline", by=TELEPHONY)


def staff_numbers() -> frozenset[str]:
    """Numbers of all who work here."""
    return frozenset(Staff.objects.filter(is_active=True).values_list("staff_number", flat=True))
