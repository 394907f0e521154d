"""The programme's own words: each context that speaks declares its texts in its module `spoken`.

A prompt of the same code in the database comes first. Names in braces are replaced by spoken numbers and words.
"""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, tuple[str, str]]

_texts: dict[str, tuple[str, str]] = {}
_places: dict[str, str] = {}


def declare(texts: Texts, *, places: Mapping[str, str]) -> None:
    """Texts by their code, Chinese and English; and the place for a number that other words for them must keep."""
    _texts.update(texts)
    _places.update(places)


def own_texts() -> Texts:
    """All that is declared."""
    return _texts


def place_in(code: str) -> str:
    """The place for a number without which a text of this code says nothing; empty where there is none."""
    return _places.get(code, "")


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its `{count}` (or another place) said; braces of any other kind stay as they are."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
