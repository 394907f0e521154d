"""What happens to the skills of agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class SkillEvent(Event):
    """Something about one skill of one agent."""

    subject_kind: ClassVar[str] = "agent"
    agent_id: int
    skill: str


@dataclass(frozen=True)
class SkillSet(SkillEvent):
    """The agent has the skill at this level, perhaps until a day."""

    level: int
    valid_until: date | None


@dataclass(frozen=True)
class SkillRemoved(SkillEvent):
    """The agent does not have the skill any more."""


@dataclass(frozen=True)
class SkillExpiring(SkillEvent):
    """The agent and the leaders were told that the skill ends, or has ended."""

    valid_until: date
