"""What a customer typed for a new ticket, kept sealed until the code comes back: in the session and in the page.

In the page as well, so that nothing is lost when the session is gone meanwhile. Nobody can read it or write it there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from wanhao.common.sealing import CannotUnseal
from wanhao.foundation.privacy.fields import sealer

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

KEPT = "own_page_new"


@dataclass(frozen=True)
class Draft:
    """One form: its key says which, so that the same form sent again is known; `proof` is the code that was sent."""

    key: str
    number: str
    category: int
    text: str
    place: str = ""
    proof: str = ""


def seal(draft: Draft) -> str:
    """As it is kept."""
    return sealer("own page").seal(json.dumps(asdict(draft)))


def unseal(sealed: str) -> Draft | None:
    """What was kept; None for anything we did not seal."""
    try:
        return Draft(**json.loads(sealer("own page").unseal(sealed)))
    except (CannotUnseal, ValueError):
        return None


def keep(session: SessionBase, draft: Draft) -> None:
    """Keep it in this browser's session."""
    session[KEPT] = seal(draft)


def kept(session: SessionBase, in_page: str = "") -> Draft | None:
    """The draft of the page that was sent, else that of this browser."""
    return unseal(in_page or session.get(KEPT, ""))


def forget(session: SessionBase) -> None:
    """It became a ticket."""
    session.pop(KEPT, None)
