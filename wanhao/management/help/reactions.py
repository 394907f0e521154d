"""Leaders who join a call or take it over have helped whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.accounts.queries import staff_by_id
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.management.help import actions
from wanhao.management.help.models import HelpRequest
from wanhao.service.calls.events import CallJoined, CallTakenOver

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent

WAYS = {CallJoined.event_name(): HelpRequest.Way.JOIN, CallTakenOver.event_name(): HelpRequest.Way.TAKE_OVER}


@reacts_to(CallJoined, CallTakenOver)
def note_help_in_call(event: StoredEvent) -> None:
    """The leader is in the call."""
    leader = staff_by_id(event.data["staff_id"])
    actions.note_help_in_call(event.data["contact_id"], WAYS[event.name], by=leader)
