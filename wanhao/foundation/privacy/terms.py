"""Search terms are private (names, numbers): they stay on our side, sealed; addresses carry only a token."""

from __future__ import annotations

import secrets

from django.contrib.sessions.backends.base import SessionBase

from wanhao.foundation.privacy.fields import sealer

MOST_TERMS = 20
TERM_LIMIT = 200


def keep_term(session: SessionBase, term: str) -> str:
    """Keep what somebody searched for, for the length of their session; the token goes into the address."""
    term = " ".join(term.split())[:TERM_LIMIT]
    if not term:
        return ""
    kept: dict[str, str] = session.get("search_terms", {})
    token = secrets.token_urlsafe(6)
    kept[token] = sealer("terms").seal(term)
    session["search_terms"] = dict(list(kept.items())[-MOST_TERMS:])
    return token


def kept_term(session: SessionBase, token: str) -> str:
    """The term behind a token; empty when it is unknown or too old."""
    sealed = session.get("search_terms", {}).get(token)
    return sealer("terms").unseal(sealed) if sealed else ""
