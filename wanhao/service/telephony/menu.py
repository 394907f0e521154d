"""The voice menu as it is now, read from its rows into plain steps."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.service.telephony.menu_check import Problem, problems
from wanhao.service.telephony.models import AccessCode, MenuBranch, MenuNode, Prompt
from wanhao.service.telephony.prompts import Phrasebook, phrasebook
from wanhao.service.telephony.rules import Kind, Step
from wanhao.service.telephony.sounds.texts import TEXTS


@dataclass(frozen=True)
class Entrance:
    """A number customers dial."""

    number: str
    first: str
    language: str
    unit_id: int


@dataclass(frozen=True)
class Menu:
    """Everything a call needs to know of the menu, taken at one moment."""

    steps: dict[str, Step]
    entrances: dict[str, Entrance]
    phrases: Phrasebook


def current_menu() -> Menu:
    """The menu as it is now."""
    codes = AccessCode.objects.filter(is_active=True).select_related("first_node")
    entrances = {c.number: Entrance(c.number, c.first_node.code, c.language, c.unit_id) for c in codes}
    return Menu(steps(), entrances, phrasebook())


def steps() -> dict[str, Step]:
    """All steps by code."""
    branches: dict[int, dict[str, str]] = {}
    for node_id, word, to in MenuBranch.objects.values_list("node_id", "on", "to__code"):
        branches.setdefault(node_id, {})[word] = to
    rows = MenuNode.objects.select_related("prompt", "queue")
    return {row.code: step_of(row, branches.get(row.pk, {})) for row in rows}


def step_of(row: MenuNode, branches: dict[str, str]) -> Step:
    """One row as a step."""
    return Step(
        code=row.code,
        kind=Kind(row.kind),
        branches=branches,
        prompt=row.prompt.code if row.prompt else "",
        timeout_seconds=row.timeout_seconds,
        attempts=row.attempts,
        language=row.language,
        queue=row.queue.code if row.queue and row.queue.is_active else "",
        hours_id=row.hours_id,
    )


def current_problems() -> list[Problem]:
    """What is wrong with the menu as it is now."""
    codes = AccessCode.objects.filter(is_active=True).values_list("number", "first_node__code")
    return problems(steps(), dict(codes), prompt_texts())


def prompt_texts() -> dict[str, tuple[str, str]]:
    """Texts of all prompts; an uploaded recording counts as a text."""
    rows = {
        row.code: (row.text_zh or str(row.recording_zh), row.text_en or str(row.recording_en))
        for row in Prompt.objects.all()
    }
    return {**TEXTS, **rows}
