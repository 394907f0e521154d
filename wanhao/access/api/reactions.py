"""Who leaves takes their tokens along: they do not come back with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.access.api import actions
from wanhao.access.api.models import ApiToken
from wanhao.foundation.accounts.events import StaffLeft
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.reactions import reacts_to

if TYPE_CHECKING:
    from wanhao.foundation.audit.models import StoredEvent


@reacts_to(StaffLeft)
def revoke_tokens(event: StoredEvent) -> None:
    """The tokens a person had when they left are revoked."""
    left = ApiToken.objects.filter(staff=event.data["staff_id"], revoked_at=None, issued_at__lte=event.at)
    for token_id in left.values_list("pk", flat=True):
        actions.revoke_token(token_id, by=Actor.system("api"))
