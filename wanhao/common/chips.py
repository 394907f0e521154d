"""Filters as chips: each is a link that switches one value of the address on or off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Chip:
    """One filter: what it says, where it leads, whether it is on."""

    label: object
    address: str
    is_on: bool


@dataclass(frozen=True)
class ChipRow:
    """The chips of one question."""

    label: object
    chips: list[Chip]


def address_with(asked: Mapping[str, str], **changed: str) -> str:
    """`?…` with some values changed; empty ones are left out, and so is the page one was on."""
    values = {name: value for name, value in {**asked, "before": "", **changed}.items() if value}
    return "?" + urlencode(values)


def chip_row(asked: Mapping[str, str], name: str, label: object, choices: Iterable[tuple[str, object]]) -> ChipRow:
    """A chip for each choice; the one that is on leads back to any."""
    now = asked.get(name, "")
    chips = [
        Chip(words, address_with(asked, **{name: "" if value == now else value}), value == now)
        for value, words in choices
    ]
    return ChipRow(label, chips)
