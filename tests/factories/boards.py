"""Composed boards for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from wanhao.access.wallboard import boards
from wanhao.access.wallboard.models import Board
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role

PAGE = {"layout": "table", "queues": [], "figures": ["waiting", "longest_wait"], "order": "worst", "seconds": 10}
FACTS = {"name_zh": "值班大屏", "name_en": "Duty board", "size": "normal", "is_shared": True, "limits": {}}


def make_board(unit: Unit | None = None, *, by: Staff | None = None, pages: int = 1, **facts: Any) -> Board:
    """A board composed by a leader of the unit."""
    by = by or make_staff(Role.DUTY_LEADER, unit=unit)
    return boards.compose(FACTS | {"unit": unit or by.unit} | facts, [PAGE] * pages, by=by)


def board_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A shared board of the unit."""
    return {"public_id": make_board(unit).public_id}
