"""Digest authentication of requests (RFC 2617, MD5 with qop=auth, which every phone and JsSIP speak).

A nonce is a moment sealed with our key, so nothing is kept for those who never answer. Of an answered nonce
the highest nonce count is kept, so that a request recorded on the wire cannot be sent again.
"""

import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import md5, sha256

FIELD = re.compile(r'\s*(\w+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))\s*(?:,|$)')
NEEDED = ("username", "realm", "nonce", "uri", "response", "qop", "nc", "cnonce")
REMEMBERED = 10_000


class Malformed(Exception):
    """The Authorization header cannot be read."""


class Refused(Exception):
    """Unknown user or wrong password."""


class Challenged(Exception):
    """Credentials are missing or the nonce is used up; `header` asks for new ones."""

    def __init__(self, header: str) -> None:
        super().__init__("credentials wanted")
        self.header = header


@dataclass
class _Use:
    count: int
    until: float


class Digest:
    """Checks Authorization headers for one realm."""

    def __init__(self, realm: str, password_of: Callable[[str], str | None], *, nonce_seconds: float = 60) -> None:
        self.realm, self._password_of, self._nonce_seconds = realm, password_of, nonce_seconds
        self._key = secrets.token_bytes(32)
        self._uses: dict[str, _Use] = {}

    def user_of(self, authorization: str | None, method: str) -> str:
        """The authenticated user; raises Challenged, Refused or Malformed."""
        if authorization is None:
            raise self._challenge()
        fields = read_fields(authorization)
        if fields["realm"] != self.realm or fields["qop"] != "auth" or fields.get("algorithm", "MD5") != "MD5":
            raise self._challenge()
        password = self._password_of(fields["username"])
        expected = response_to(fields, password or secrets.token_hex(), method)
        if not hmac.compare_digest(expected, fields["response"]) or password is None:
            raise Refused(fields["username"])
        if not self._is_fresh(fields["nonce"], int(fields["nc"], 16)):
            raise self._challenge(", stale=true")
        return fields["username"]

    def _challenge(self, stale: str = "") -> Challenged:
        moment = f"{time.monotonic():.3f}-{secrets.token_hex(4)}"
        nonce = f"{moment}-{self._seal(moment)}"
        # JsSIP refuses an unquoted qop.
        return Challenged(f'Digest realm="{self.realm}", nonce="{nonce}", algorithm=MD5, qop="auth"{stale}')

    def _seal(self, moment: str) -> str:
        return hmac.new(self._key, moment.encode(), sha256).hexdigest()[:32]

    def _is_fresh(self, nonce: str, count: int) -> bool:
        moment, _, seal = nonce.rpartition("-")
        if not hmac.compare_digest(self._seal(moment).encode(), seal.encode()):
            return False
        now, until = time.monotonic(), float(moment.partition("-")[0]) + self._nonce_seconds
        use = self._uses.setdefault(nonce, _Use(0, until))
        if now > until or count <= use.count:
            return False
        use.count = count
        if len(self._uses) > REMEMBERED:
            self._uses = {n: u for n, u in self._uses.items() if u.until >= now}
        return True


def read_fields(authorization: str) -> dict[str, str]:
    """The fields of a Digest header; raises Malformed."""
    scheme, _, rest = authorization.strip().partition(" ")
    fields: dict[str, str] = {}
    at = 0
    rest = rest.strip()
    while at < len(rest):
        match = FIELD.match(rest, at)
        if match is None:
            raise Malformed("not a list of fields")
        fields[match[1].lower()] = match[2] if match[2] is not None else match[3]
        at = match.end()
    if scheme.lower() != "digest" or not re.fullmatch(r"[0-9a-fA-F]{1,8}", fields.get("nc", "0")):
        raise Malformed("not a digest")
    missing = {name: "" for name in NEEDED if name not in fields}
    if missing.keys() & {"username", "realm", "nonce", "uri", "response"}:
        raise Malformed(f"without {', '.join(missing)}")
    return {**missing, **fields}


def response_to(fields: dict[str, str], password: str, method: str) -> str:
    """The response the right password gives."""
    first = _md5(f"{fields['username']}:{fields['realm']}:{password}")
    second = _md5(f"{method}:{fields['uri']}")
    middle = ":".join(fields[name] for name in ("nonce", "nc", "cnonce", "qop"))
    return _md5(f"{first}:{middle}:{second}")


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
