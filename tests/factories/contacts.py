"""Contacts for tests."""

from __future__ import annotations

from tests.factories.accounts import make_staff, make_unit
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.audit.events import Actor
from wanhao.service.contacts import actions
from wanhao.service.contacts.models import Contact, WrapUpCode

TEST = Actor.system("test")


def make_contact(
    channel: str = Contact.Channel.CALL,
    *,
    unit: Unit | None = None,
    caller_number: str = "12100000001",
    language: str = "zh",
) -> Contact:
    """A contact that has just arrived in a unit (a new centre when none is given)."""
    return actions.open_contact(
        channel=channel,
        unit=unit or make_unit(),
        caller_number=caller_number,
        access_code="10000",
        language=language,
        by=TEST,
    )


def make_answered_contact(*, agent: Staff | None = None, queue_code: str = "general") -> Contact:
    """A contact being served."""
    agent = agent or make_staff()
    contact = make_contact(unit=agent.unit)
    actions.ask_for_person(contact.pk, queue_code=queue_code, by=TEST)
    return actions.contact_answered(contact.pk, agent=agent, by=TEST)


def make_wrap_up_code(code: str = "bill", name_zh: str = "账单咨询", name_en: str = "Bill enquiry") -> WrapUpCode:
    """A wrap-up code in use."""
    return WrapUpCode.objects.create(code=code, name_zh=name_zh, name_en=name_en)


def served_contact_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """A contact the viewer serves; in a foreign unit, one that somebody else serves."""
    agent = viewer if unit == viewer.unit else make_staff(unit=unit)
    return {"public_id": make_answered_contact(agent=agent).public_id}


def listed_contact_address(unit: Unit, viewer: Staff) -> dict[str, str]:
    """A contact of the unit, served by somebody else."""
    return {"public_id": make_contact(unit=unit).public_id}
