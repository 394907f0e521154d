"""What clocks do about others' events."""

from __future__ import annotations

from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.reactions import reacts_to
from wanhao.foundation.calendars.events import HoursChanged


@reacts_to(HoursChanged)
def follow_the_calendar(event: StoredEvent) -> None:
    """Running clocks are due at other moments; a little later, when no process remembers the hours of before."""
    from wanhao.service.clocks.jobs import FORGOTTEN_SECONDS, follow_hours

    hours_id = event.data["hours_id"]
    lock = f"clocks follow hours {hours_id} {event.pk}"
    follow_hours.configure(queueing_lock=lock, schedule_in={"seconds": FORGOTTEN_SECONDS}).defer(hours_id=hours_id)
