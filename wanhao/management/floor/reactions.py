"""Sign-outs that waited for the end of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.reactions import reacts_to
from wanhao.management.floor import actions
from wanhao.service.routing.events import AgentStateChanged

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(AgentStateChanged)
def go_on_with_sign_out(event: StoredEvent) -> None:
    """The agent may be free to go now."""
    actions.go_on_with_sign_out(event.data["agent_id"])
