"""What callers hear at this moment: numbers, published menus, announcements, all prompts; taken as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from wanhao.service.calls.calls import NumberDialled
from wanhao.service.ivr import graph, queries, rules
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import Announcement, FlowVersion
from wanhao.service.ivr.rules import Caller, Step
from wanhao.service.speech.prompts import Phrasebook, Spoken, own_prompts


@dataclass(frozen=True)
class Flow:
    """A published menu as one call walks it from its first step to its last."""

    code: str
    version: int
    graph: Graph

    def prompt_of(self, step: Step) -> str:
        """Under which code the step's words are in the phrasebook; empty when it has none."""
        return "" if step.is_silent else f"{self.code}/{self.version}/{step.code}"


@dataclass(frozen=True)
class Entrance(NumberDialled):
    """A number customers dial, and the menu it opens now."""

    flow: Flow


@dataclass(frozen=True)
class Notice:
    """An announcement: before which menu, for whom, until when."""

    id: int
    flow: str
    step: str
    prefixes: tuple[str, ...]
    regions: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime

    @property
    def prompt(self) -> str:
        """Its code in the phrasebook."""
        return f"announcement/{self.id}"

    def is_due(self, flow: str, step: str, at: datetime) -> bool:
        """Is it heard now before this step? An empty step is the beginning of the call."""
        return self.flow in ("", flow) and self.step == step and self.begins_at <= at < self.ends_at

    def is_for(self, caller: Caller) -> bool:
        """Does it concern this caller?"""
        return rules.is_for(caller, prefixes=self.prefixes, regions=self.regions)


@dataclass(frozen=True)
class Menu:
    """Everything a call needs to know of the menus, taken at one moment."""

    entrances: Mapping[str, Entrance]
    phrases: Phrasebook
    notices: tuple[Notice, ...] = ()
    hours: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()


def current_menu() -> Menu:
    """The menus as they are now."""
    entrances, announcements = _entrances(), queries.running_announcements()
    phrases = Phrasebook(own_prompts() | _said(entrances, announcements))
    notices = tuple(_notice_of(row) for row in announcements)
    return Menu(entrances, phrases, notices, queries.hours_by_code(), queries.queues_in_use())


def said_in_menus() -> dict[str, Spoken]:
    """What published menus and running announcements say."""
    return _said(_entrances(), queries.running_announcements())


def _entrances() -> dict[str, Entrance]:
    return {
        code.number: Entrance(code.number, code.language, code.unit_id, _flow_of(code.flow.code, code.flow.published))
        for code in queries.active_access_codes()
    }


def _said(entrances: Mapping[str, Entrance], announcements: Sequence[Announcement]) -> dict[str, Spoken]:
    flows = {entrance.flow.code: entrance.flow for entrance in entrances.values()}
    prompts = {f"announcement/{row.pk}": Spoken({"zh": row.text_zh, "en": row.text_en}, {}) for row in announcements}
    for flow in flows.values():
        prompts |= prompts_of(flow)
    return prompts


_read: dict[int, Flow] = {}  # versions never change


def _flow_of(code: str, version: FlowVersion | None) -> Flow:
    assert version is not None  # only published menus are asked for
    if version.pk not in _read:
        _read[version.pk] = Flow(code, version.number, graph.from_document(version.graph))
    return _read[version.pk]


def _notice_of(row: Announcement) -> Notice:
    flow = row.flow.code if row.flow else ""
    return Notice(row.pk, flow, row.step, tuple(row.prefixes), tuple(row.regions), row.begins_at, row.ends_at)


def prompts_of(flow: Flow) -> dict[str, Spoken]:
    """What the steps of a menu say."""
    steps = flow.graph.steps.values()
    files = queries.sound_files(key for step in steps for key in (step.sound_zh, step.sound_en))
    return {flow.prompt_of(step): _spoken(step, files) for step in steps if not step.is_silent}


def _spoken(step: Step, files: Mapping[str, str]) -> Spoken:
    recorded = {"zh": files.get(step.sound_zh), "en": files.get(step.sound_en)}
    recordings = {language: Path(file) for language, file in recorded.items() if file and Path(file).exists()}
    return Spoken({"zh": step.text_zh, "en": step.text_en}, recordings)
