"""How tokens look and how long they live."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

PREFIX = "wh_"
LIFETIME = timedelta(days=180)


def new_token() -> str:
    """A token of 256 random bits; the prefix lets scanners of leaked secrets recognise it."""
    return PREFIX + secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored: SHA-256, enough for a token that cannot be guessed."""
    return sha256(token.encode()).hexdigest()


def granted(asked: Iterable[str], held: Iterable[str]) -> list[str]:
    """A token carries only rights that its owner holds."""
    own = set(held)
    return sorted(right for right in set(asked) if right in own)
