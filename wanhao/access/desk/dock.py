"""The telephone as a part of other pages than the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wanhao.access.desk import queries
from wanhao.access.desk.texts import desk_texts

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


def dock_part(staff: Staff) -> dict[str, Any]:
    """What the docked telephone of this person needs."""
    return {"dock": {"at": timezone.now(), "seat": queries.seat_of(staff), "texts": desk_texts()}}
