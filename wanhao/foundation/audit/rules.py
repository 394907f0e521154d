"""The arithmetic of seals: what is digested, and how one seal hangs on the one before. No database here."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

from wanhao.common.sealing import derive_key

DIGEST_BYTES = 16
NO_SEAL_BEFORE = ""

# id, microseconds since 1970, name, subject, actor, contact, customer, unit, data as text, xact
Row = tuple[int, int, str, str, str, int | None, int | None, int | None, str, int]


class SealKeys:
    """The keys of this installation (ID:SECRET, newest first) as keys for seals."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self.newest = secret_keys[0].partition(":")[0]
        self._keys = {key.partition(":")[0]: derive_key(key, "audit") for key in secret_keys}

    def __contains__(self, key_id: str) -> bool:
        return key_id in self._keys

    def __getitem__(self, key_id: str) -> bytes:
        return self._keys[key_id]


@dataclass(frozen=True)
class SealContent:
    """What a seal says, apart from its link."""

    key_id: str
    below_xact: int
    event_ids: tuple[int, ...]
    digests: bytes

    def digest_of(self, position: int) -> bytes:
        """The digest of the event at this position."""
        return self.digests[position * DIGEST_BYTES : (position + 1) * DIGEST_BYTES]


def row_digest(key: bytes, row: Row) -> bytes:
    """16 keyed bytes over every column of an event (BLAKE2b; without the key nobody makes a fitting one)."""
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return blake2b(text.encode(), key=key, digest_size=DIGEST_BYTES).digest()


def link(key: bytes, previous: str, content: SealContent) -> str:
    """The chain's next link: HMAC-SHA256 over the link before and all that this seal says, as 64 hex digits."""
    text = json.dumps([previous, content.key_id, content.below_xact, content.event_ids], separators=(",", ":"))
    return hmac.new(key, text.encode() + content.digests, sha256).hexdigest()
