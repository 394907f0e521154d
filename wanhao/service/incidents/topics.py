"""Live topics of incidents: their pages, for whoever sees tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.incidents.events import TOPIC

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("incidents")
def incidents_topic(person: Staff, key: str) -> str | None:
    """`incidents:all`: something happened to an incident; the page reads what its viewer may see."""
    return TOPIC if key == "all" and person.may(Right.SEE_TICKETS) else None
