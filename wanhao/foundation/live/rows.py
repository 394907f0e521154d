"""Rows of a live feed by key, and what changed in them since a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_GONE = 2000  # rows remembered as gone; who has not looked for longer gets everything anew


@dataclass(frozen=True)
class News:
    """Rows that are new or different, and keys of those that are gone; everything when `is_whole`."""

    is_whole: bool
    rows: Mapping[str, str]
    gone: list[str]


class Rows:
    """The newest rows, each with the number of the change that touched it last."""

    def __init__(self) -> None:
        self.number = 0
        self._rows: dict[str, str] = {}
        self._touched: dict[str, int] = {}
        self._gone: dict[str, int] = {}
        self._oldest = 0

    def take(self, rows: Mapping[str, str]) -> bool:
        """Take the rows as they are now; did anything change?"""
        changed = [key for key, text in rows.items() if self._rows.get(key) != text]
        gone = [key for key in self._rows if key not in rows]
        if not changed and not gone and self.number:
            return False
        self.number += 1
        for key in changed:
            self._rows[key] = rows[key]
            self._touched[key] = self.number
            self._gone.pop(key, None)
        for key in gone:
            del self._rows[key], self._touched[key]
            self._gone[key] = self.number
        if len(self._gone) > MOST_GONE:
            self._gone, self._oldest = {}, self.number
        return True

    def since(self, number: int) -> News:
        """What changed after the change of this number; 0 knows nothing yet."""
        if not number or number < self._oldest:
            return News(True, dict(self._rows), [])
        rows = {key: self._rows[key] for key, at in self._touched.items() if at > number}
        return News(False, rows, [key for key, at in self._gone.items() if at > number])
