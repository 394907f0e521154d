"""The types, severities and tiers a policy may speak of, as the contexts above name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choice = tuple[str, "StrOrPromise"]
WORDS: dict[str, dict[str, StrOrPromise]] = {"kind": {}, "severity": {}, "tier": {}}


def add_words(field: str, choices: Sequence[Choice]) -> None:
    """Let policies be chosen by these values of `kind`, `severity` or `tier`."""
    WORDS[field].update(choices)
