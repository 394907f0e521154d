"""A topic asked for often becomes a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.reactions import reacts_to
from wanhao.management.changes import actions
from wanhao.management.help import queries as helps
from wanhao.management.help.events import HelpAsked

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(HelpAsked)
def propose_if_frequent(event: StoredEvent) -> None:
    """Count the topic again."""
    asked = helps.request_by_id(event.data["help_id"])
    actions.propose_if_frequent(asked.pk, topic_id=asked.topic_id, unit=asked.unit)
