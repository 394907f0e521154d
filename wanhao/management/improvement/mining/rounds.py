"""One round of mining: texts go to themes that are known, what is left over forms new ones.

A text keeps the theme it once got, so that counts of the past do not move; themes keep their identity because texts
come to them, not the other way round. Only what no known theme explains is grouped anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from wanhao.management.improvement.mining import grouping, naming, reading
from wanhao.management.improvement.mining.grouping import Space, Vectors
from wanhao.management.improvement.mining.reading import Read

MEMBERS = 120  # texts of a known theme that say where it lies
LEARNED = 2400  # texts the space is learned from
GROUPED = 1200  # left over texts that are grouped; the others go to the nearest group
Told = Callable[[int], None]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Text:
    """A ticket's text with the names to be left out, and the theme it has already (0: none)."""

    key: int
    text: str
    names: tuple[str, ...] = ()
    theme: int = 0


@dataclass(frozen=True)
class Known:
    """A theme of earlier rounds."""

    id: int
    name: str
    keywords: dict[str, float]


@dataclass(frozen=True)
class Wish:
    """How alike texts must be, from 0 to 1, and how many make a theme."""

    least_texts: int = 5
    group_from: float = 0.2
    place_from: float = 0.4
    same_from: float = 0.8


@dataclass
class Theme:
    """A theme after the round: what came to it, and how alike each text is to its middle."""

    id: int  # 0 for a new one
    name: str
    keywords: dict[str, float] = field(default_factory=dict)
    likeness: dict[int, float] = field(default_factory=dict)


class Round:
    """The texts of a round, read and placed in their space."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.reads = [reading.read(one.text, one.names) for one in texts]
        self.space = Space([one.terms for one in _evenly(self.reads, LEARNED)])
        self.vectors = self.space.vectors([one.terms for one in self.reads])
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for row, one in enumerate(texts):
            self.rows_of[one.theme].append(row)

    def centres(self, known: Sequence[Known]) -> Vectors:
        """Where known themes lie: the middle of their texts, or of their keywords when no text of theirs is at hand."""
        return np.array([self._centre(one) for one in known], np.float32).reshape(len(known), self.vectors.shape[1])

    def _centre(self, theme: Known) -> Vectors:
        if rows := self.rows_of.get(theme.id):
            return grouping.centre(self.vectors[_evenly(rows, MEMBERS)])
        return grouping.centre(self.space.vectors([reading.read(word).terms for word in theme.keywords] or [()]))


def mine(
    texts: Sequence[Text],
    known: Sequence[Known],
    wish: Wish,
    never: Sequence[str] = (),
    told: Told = lambda percent: None,
) -> list[Theme]:
    """All known themes with what came to them, then the new ones; `never` are names that no keyword may hold."""
    if not texts:
        return [Theme(one.id, one.name, one.keywords) for one in known]
    here = Round(texts)
    told(40)
    themes = [Theme(one.id, one.name) for one in known]
    left = _place(here, here.rows_of[0], here.centres(known), themes, wish.place_from)
    told(55)
    themes += _new_themes(here, left, known, themes, wish)
    told(80)
    _tell_what_they_say(here, themes, {one.id: one.keywords for one in known}, never)
    return [theme for theme in themes if theme.name]


def _place(here: Round, rows: Sequence[int], centres: Vectors, themes: Sequence[Theme], least: float) -> list[int]:
    """Put rows to the nearest centre that is near enough; what is left over."""
    if not len(centres) or not rows:
        return list(rows)
    near = here.vectors[list(rows)] @ centres.T
    best = near.argmax(axis=1)
    left = []
    for place, row in enumerate(rows):
        likeness = float(near[place, best[place]])
        if likeness >= least:
            themes[int(best[place])].likeness[here.texts[row].key] = round(likeness, 3)
        else:
            left.append(row)
    return left


def _new_themes(here: Round, left: list[int], known: Sequence[Known], themes: list[Theme], wish: Wish) -> list[Theme]:
    """Groups of what no known theme explains; one that lies where a known one does, or is called so, goes to it."""
    some = [row for row in _evenly(left, GROUPED) if here.vectors[row].any()]
    groups = [[some[at] for at in group] for group in grouping.joined_from_below(here.vectors[some], wish.group_from)]
    # What is grouped stands for all that is left over: a group counts for as many.
    least = max(2, round(wish.least_texts * len(some) / max(len(left), 1)))
    groups = [group for group in groups if len(group) >= least]
    if not groups:
        return []
    fresh = [Theme(0, "") for _group in groups]
    centres = here.centres(known)
    takers = [_taker(here, group, known, centres, wish.same_from) for group in groups]
    goals = [new if taker is None else themes[taker] for taker, new in zip(takers, fresh, strict=True)]
    middles = [grouping.centre(here.vectors[group]) for group in groups]
    _place(here, left, np.array(middles, np.float32), goals, wish.place_from)
    return [new for new in fresh if len(new.likeness) >= wish.least_texts]


def _taker(here: Round, group: list[int], known: Sequence[Known], centres: Vectors, same_from: float) -> int | None:
    """The place of the known theme that takes the group; None when it is new."""
    if not known:
        return None
    near = centres @ grouping.centre(here.vectors[group])
    if near.max() >= same_from:
        return int(near.argmax())
    rows = set(group)
    others = set(range(len(here.reads))) - rows
    name = naming.name_of(naming.keywords(_reads(here, rows), _reads(here, others)))
    alike = [place for place, one in enumerate(known) if naming.says_the_same(name, one.name, one.keywords)]
    return max(alike, key=lambda place: float(near[place]), default=None)


def _tell_what_they_say(
    here: Round, themes: list[Theme], before: dict[int, dict[str, float]], never: Sequence[str]
) -> None:
    """Keywords of all themes, and names for the new ones."""
    row_of = {one.key: row for row, one in enumerate(here.texts)}
    inside = [{*here.rows_of.get(theme.id or -1, ()), *(row_of[key] for key in theme.likeness)} for theme in themes]
    taken = {theme.name for theme in themes if theme.name}
    for theme, rows in zip(themes, inside, strict=True):
        mine_, others = _reads(here, rows), _reads(here, set(range(len(here.reads))) - rows)
        theme.keywords = (naming.keywords(mine_, others, never) if mine_ else {}) or before.get(theme.id, {})
        if not theme.name:
            theme.name = naming.name_of(theme.keywords, taken)
            taken.add(theme.name)


def _reads(here: Round, rows: set[int]) -> list[Read]:
    return [here.reads[row] for row in sorted(rows)]


def _evenly(many: Sequence[Item], most: int) -> Sequence[Item]:
    """At most so many of them, evenly."""
    return many[:: -(-len(many) // most)] if len(many) > most else many
