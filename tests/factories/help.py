"""Help requests for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.management.help import actions
from wanhao.management.help.models import HelpRequest, HelpTopic


def make_topic(code: str = "refund", name_zh: str = "退费规则", name_en: str = "Refund rules") -> HelpTopic:
    """A topic; the same one within a test."""
    topic, _is_new = HelpTopic.objects.get_or_create(code=code, defaults={"name_zh": name_zh, "name_en": name_en})
    return topic


def make_help(
    by: Staff | None = None, *, topic: str = "refund", text: str = "怎么退？", contact: str = ""
) -> HelpRequest:
    """An agent asks for help."""
    make_topic(topic)
    return actions.ask_for_help(topic, text, contact_id=contact, by=by or make_staff())


def help_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A request of an agent of the unit."""
    return {"public_id": make_help(make_staff(unit=unit)).public_id}
