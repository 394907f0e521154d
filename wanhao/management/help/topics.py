"""Live topics of help: `help:*` says that some request changed; which one, the page asks within its reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("help")
def any_request(person: Staff, key: str) -> str | None:
    """For leaders of the floor."""
    return "help:*" if key == "*" and person.may(Right.STEER_FLOOR) else None
