"""What skills do about changes elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.foundation.audit.reactions import reacts_to
from wanhao.service.routing.events import MembershipEnded
from wanhao.service.skills import derivation
from wanhao.service.skills.actions import SKILLS

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(MembershipEnded)
def skills_decide_again(event: StoredEvent) -> None:
    """A membership set by hand is gone: the agent serves the queue by their skills, if those suffice."""
    derivation.derive([event.data["queue_id"]], by=SKILLS)
