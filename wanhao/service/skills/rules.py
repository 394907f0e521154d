"""Who serves a queue by their skills, how well and after how much waiting. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

LOWEST, HIGHEST = 1, 5


class Nearness(IntEnum):
    """How far an agent is from the queue; a ring reaches whoever is at most so far."""

    SITE = 0
    REGION = 1
    ANYWHERE = 2


@dataclass(frozen=True)
class Ring:
    """Agents from a level on, at most so far away, are asked after this wait."""

    minimum_level: int
    reach: Nearness
    after_seconds: int


def level_for(held: Mapping[int, int], asked: Mapping[int, int]) -> int | None:
    """The level at which somebody serves: that of the weakest skill asked for; None when one is missing or too low.

    >>> level_for({1: 5, 2: 3}, {1: 4, 2: 1})
    3
    """
    if not asked or any(held.get(skill, 0) < least for skill, least in asked.items()):
        return None
    return min(held[skill] for skill in asked)


def after_seconds(level: int, nearness: Nearness, rings: Iterable[Ring]) -> int | None:
    """The wait after which this agent is asked: the earliest ring that takes them in; None when none does.

    Specialists (level 4) at once, everybody of the site after 15 s, other sites after 45 s:

    >>> rings = [Ring(4, Nearness.SITE, 0), Ring(1, Nearness.SITE, 15), Ring(1, Nearness.ANYWHERE, 45)]
    >>> at = [(5, Nearness.SITE), (2, Nearness.SITE), (5, Nearness.REGION)]
    >>> [after_seconds(level, near, rings) for level, near in at]
    [0, 15, 45]
    """
    given = list(rings)
    if not given:
        return 0
    fits = [ring.after_seconds for ring in given if level >= ring.minimum_level and nearness <= ring.reach]
    return min(fits, default=None)


def nearness(agent_path: str, agent_region: int, site_path: str, queue_region: int) -> Nearness:
    """Of the queue's own site, of its region, or elsewhere; paths end with a slash."""
    if agent_path.startswith(site_path):
        return Nearness.SITE
    return Nearness.REGION if agent_region == queue_region else Nearness.ANYWHERE


def is_valid(valid_until: date | None, today: date) -> bool:
    """A skill is good up to and including its last day."""
    return valid_until is None or valid_until >= today


class Ending(StrEnum):
    """How near the end of a skill is; the words kept with it once it was warned of."""

    LATER = ""
    SOON = "soon"
    ENDED = "ended"


def ending(valid_until: date | None, today: date, warn_days: int) -> Ending:
    """Ended, within the days of warning, or later."""
    if not is_valid(valid_until, today):
        return Ending.ENDED
    is_soon = valid_until is not None and warn_days > 0 and valid_until <= today + timedelta(days=warn_days)
    return Ending.SOON if is_soon else Ending.LATER
