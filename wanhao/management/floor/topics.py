"""Live topics of the floor: `message:*` says that some message was read; what exactly, the page asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("message")
def any_message(person: Staff, key: str) -> str | None:
    """For leaders, who see how their own messages are taken."""
    return "message:*" if key == "*" and person.may(Right.STEER_FLOOR) else None
