"""The types, severities, tiers and categories a policy may speak of, as the contexts above name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choice = tuple[str, "StrOrPromise"]
WORDS_NOW: dict[str, Callable[[], Sequence[Choice]]] = {}
WORDS: dict[str, dict[str, StrOrPromise]] = {"kind": {}, "severity": {}, "tier": {}}


def add_words(field: str, choices: Sequence[Choice]) -> None:
    """Let policies be chosen by these values of `kind`, `severity` or `tier`."""
    WORDS[field].update(choices)


def add_words_now(field: str, choices: Callable[[], Sequence[Choice]]) -> None:
    """The same for words that are rows, such as the category tree: asked for whenever they are shown."""
    WORDS_NOW[field] = choices


def choices_of(field: str) -> list[Choice]:
    """Everything a policy may say in this field."""
    rows = WORDS_NOW[field]() if field in WORDS_NOW else ()
    return [*WORDS.get(field, {}).items(), *rows]
