"""What emergencies do about others' events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.reactions import reacts_to
from wanhao.management.alerts.events import AlertOpened
from wanhao.management.contingency import actions, calling
from wanhao.service.calls.events import AnnouncementEnded

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(AnnouncementEnded)
def deal_with_the_call(event: StoredEvent) -> None:
    """A call to a member ended: note the confirmation, or call again."""
    kind, _colon, number = str(event.data["reference"]).partition(":")
    if kind == "summons" and number.isdigit():
        calling.call_ended(int(number), event.data["announcement_id"], event.data["outcome"])


@reacts_to(AlertOpened)
def start_plans(event: StoredEvent) -> None:
    """An alert opened: start the plans that start by themselves for its rule."""
    actions.start_for_alert(event.data["alert_id"])
