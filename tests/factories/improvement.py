"""Themes and improvements for tests."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils.timezone import localdate, now

from lab.complaint_texts import TOPICS
from tests.factories.accounts import make_staff
from tests.factories.tickets import make_category, make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.management.improvement import actions
from wanhao.management.improvement.models import Improvement, Theme, ThemeTicket
from wanhao.service.tickets.models import Category, Ticket

_numbers = count(1)
TEXTS = {topic.code: topic.texts for topic in TOPICS}


def make_theme(name: str = "", *, was_news: bool = False) -> Theme:
    """A theme found just now."""
    name = name or f"主题 {next(_numbers)}"
    return Theme.objects.create(name=name, keywords={name: 1.0}, found_at=now(), was_news=was_news)


def make_theme_tickets(theme: Theme, many: int, *, by: Staff, days_ago: float = 1, **facts: Any) -> list[Ticket]:
    """Tickets of the theme, opened so many days ago."""
    category = make_category()
    made = [make_ticket(by, category=category, text=f"{theme.name}，第 {one} 件") for one in range(many)]
    Ticket.objects.filter(pk__in=[ticket.pk for ticket in made]).update(
        opened_at=now() - timedelta(days=days_ago), **facts
    )
    ThemeTicket.objects.bulk_create(ThemeTicket(theme=theme, ticket=ticket, likeness=0.9) for ticket in made)
    return made


def make_topic_tickets(*codes: str, by: Staff, category: Category | None = None) -> list[Ticket]:
    """Tickets with all the invented texts of these topics."""
    category = category or make_category()
    return [make_ticket(by, text=text, category=category) for code in codes for text in TEXTS[code]]


def make_improvement(by: Staff | None = None, *, theme: Theme | None = None, due_on: date | None = None) -> Improvement:
    """An improvement about a theme, owned by who proposes it, due in a week."""
    by = by or make_staff(Role.DUTY_LEADER)
    due_on = due_on or localdate() + timedelta(days=7)
    details = actions.ImprovementDetails("端口扩容", by, due_on, theme=theme or make_theme())
    return actions.propose(details, by=by)


def theme_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of a theme."""
    return {"public_id": make_theme().public_id}


def theme_act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """Hiding a theme."""
    return theme_address(unit, viewer) | {"name": "hiding"}


def improvement_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The page of an improvement of the unit."""
    return {"public_id": make_improvement(make_staff(Role.DUTY_LEADER, unit=unit)).public_id}


def improvement_act_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """An act on an improvement of the unit."""
    return improvement_address(unit, viewer) | {"name": "start"}
