"""Sealing of private data: AES-GCM with the key's id inside, and an index for exact look-up."""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


class CannotUnseal(Exception):
    """The value was sealed with a key we do not have, or it was altered."""


def derive_key(key: str, purpose: str) -> bytes:
    """A 32-byte key for one purpose from ID:SECRET (HKDF-SHA256, RFC 5869)."""
    secret = key.partition(":")[2].encode()
    return HKDF(algorithm=SHA256(), length=32, salt=b"wanhao", info=purpose.encode()).derive(secret)


class Sealer:
    """Seals with the newest key, opens with any of them. Keys are ID:SECRET, newest first."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        self._newest = keys[0].partition(":")[0]
        self._ciphers = {key.partition(":")[0]: AESGCM(derive_key(key, f"seal:{purpose}")) for key in keys}

    def seal_bytes(self, value: bytes, about: bytes = b"") -> bytes:
        """Seal raw bytes; `about` must be given again to open them. Result: ID 0x00 nonce ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return self._newest.encode() + b"\0" + nonce + self._ciphers[self._newest].encrypt(nonce, value, about)

    def unseal_bytes(self, sealed: bytes, about: bytes = b"") -> bytes:
        """Open what `seal_bytes` made; raises CannotUnseal."""
        name, _, rest = sealed.partition(b"\0")
        key_id = name.decode(errors="replace")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise CannotUnseal(f"no key {key_id!r} in WANHAO_SECRET_KEYS")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], about)
        except InvalidTag as error:
            raise CannotUnseal("the sealed value was altered") from error

    def seal(self, text: str) -> str:
        """Seal a text into printable characters."""
        return base64.b64encode(self.seal_bytes(text.encode())).decode()

    def unseal(self, sealed: str) -> str:
        """Open what `seal` made; raises CannotUnseal."""
        return self.unseal_bytes(base64.b64decode(sealed)).decode()


class LookupIndex:
    """Keyed fingerprints, so that a sealed value can be found by its exact text."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._key = derive_key(keys[-1], "lookup")

    def of(self, value: str, purpose: str) -> str:
        """32 hex digits of HMAC-SHA256; the oldest key is used so that adding keys breaks no look-up."""
        return hmac.new(self._key, f"{purpose}:{value}".encode(), sha256).hexdigest()[:32]
