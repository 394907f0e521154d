"""What a browser remembers of a conversation: its key in the session, never in an address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wanhao.foundation.privacy.fields import sealer
from wanhao.service.chat import queries

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wanhao.service.chat.models import Conversation, Entrance

CHATS, ASKED, PROOF = "chats", "chat_asked", "chat_callback"
STAY_SECONDS = 12 * 3600  # how long whoever comes back finds the conversation again


def remember(request: HttpRequest, conversation: Conversation) -> None:
    """This browser has the conversation from now on, also when it is closed and opened again."""
    request.session.cycle_key()
    chats = request.session.get(CHATS, {})
    request.session[CHATS] = chats | {conversation.entrance.code: conversation.key}
    request.session.pop(ASKED, None)
    if not request.user.is_authenticated:
        request.session.set_expiry(STAY_SECONDS)


def conversation_here(request: HttpRequest, code: str) -> Conversation | None:
    """The conversation this browser has at the entrance, running or over."""
    key = request.session.get(CHATS, {}).get(code)
    return queries.conversation_for_customer(key) if key else None


def forget(request: HttpRequest, code: str) -> None:
    """Nobody else at this telephone sees the conversation."""
    chats = request.session.get(CHATS, {})
    request.session[CHATS] = {other: key for other, key in chats.items() if other != code}
    request.session.pop(ASKED, None)


def keep_asked(request: HttpRequest, entrance: Entrance, proof: str, typed: dict[str, Any]) -> None:
    """What was typed at the entrance, until the code comes back; sealed, as it is in the conversation afterwards."""
    kept = {name: typed[name] for name in ("text", "name", "form_key")}
    request.session[ASKED] = sealer(ASKED).seal(json.dumps(kept | {"entrance": entrance.code, "proof": proof}))


def keep_proof(request: HttpRequest, conversation: Conversation, proof: str) -> None:
    """The code that was sent for a callback from this conversation."""
    request.session[PROOF] = {"chat": conversation.pk, "proof": proof}


def proof_of(request: HttpRequest, conversation: Conversation) -> str | None:
    """The same."""
    kept = request.session.get(PROOF)
    return str(kept["proof"]) if kept and kept["chat"] == conversation.pk else None


def asked_at(request: HttpRequest, code: str) -> dict[str, str] | None:
    """What was typed at this entrance and waits for the code."""
    sealed = request.session.get(ASKED)
    if not sealed:
        return None
    asked: dict[str, str] = json.loads(sealer(ASKED).unseal(sealed))
    return asked if asked["entrance"] == code else None
