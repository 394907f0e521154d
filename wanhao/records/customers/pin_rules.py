"""What a business PIN must be, and how its fingerprint is made. Plain Python, no database."""

from __future__ import annotations

import hmac
from hashlib import scrypt
from itertools import pairwise

PIN_DIGITS = 6
MOST_WRONG = 3  # in a row, over all calls; then the PIN is locked
# A million PINs are soon tried: the fingerprint needs a key that is not in the database, and each try costs
# about 25 ms and 8 MB (scrypt, RFC 7914) should the key be stolen too.
COST, BLOCK, LANES, SIZE = 2**13, 8, 1, 32


def is_pin(text: str) -> bool:
    """Six digits."""
    return len(text) == PIN_DIGITS and text.isascii() and text.isdigit()


def is_weak_pin(pin: str, *, known: str = "") -> bool:
    """Would it be guessed first? Fewer than three different digits, counting up or down, or part of a known number."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return len(set(pin)) < 3 or steps in ({1}, {-1}) or (bool(known) and pin in known)


def pin_fingerprint(keyed: str, salt: bytes) -> bytes:
    """The slow half of a PIN's fingerprint; `keyed` is the HMAC of account and PIN."""
    return scrypt(keyed.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=SIZE)


def is_same(one: bytes, other: bytes) -> bool:
    """Are two fingerprints the same? Takes the same time either way."""
    return hmac.compare_digest(one, other)
