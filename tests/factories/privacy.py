"""A thing with a private value, for tests of the eye: a colleague's name."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.privacy.kinds import PrivateKind, register_private


def find_colleague(key: str, viewer: Staff) -> Staff:
    """A colleague within the viewer's reach."""
    row = Staff.objects.filter(within_reach(viewer, Right.SEE_CUSTOMERS), staff_number=key).first()
    if row is None:
        raise NotFound("no such colleague")
    return row


def register_colleagues() -> None:
    """Let the eye open colleagues' names."""
    register_private(
        PrivateKind("colleague", find_colleague, {"name": lambda row: row.name}, customer_of=lambda row: 7)
    )


def private_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a colleague's name in the unit."""
    register_colleagues()
    return {"kind": "colleague", "key": make_staff(None, unit=unit).staff_number, "field": "name"}
