"""How many rows there are, without counting a million of them: small numbers exactly, large ones as planned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from wanhao.foundation.lists.keyset import Page

COUNTED = 2_000  # an estimate above this is told as one


@dataclass(frozen=True)
class Total:
    """A number of rows; `is_about` when it is what the planner of the database expects, `is_more` when it stopped."""

    rows: int
    is_about: bool = False
    is_more: bool = False


def total_of(rows: QuerySet[Any], page: Page, by_index: Q, *, is_all: bool) -> Total:
    """The total: free where all were gathered for the page, else one plan and perhaps a short count."""
    if is_all:
        return Total(len(page.rows))
    if page.total is not None:
        return Total(page.total)
    about = planned(rows)
    if about > COUNTED:
        return Total(rounded(about), is_about=True)
    most = COUNTED * 2
    found = rows.filter(by_index).order_by()[: most + 1].count()
    return Total(min(found, most), is_more=found > most)


def planned(rows: QuerySet[Any]) -> int:
    """What the planner expects."""
    statement, values = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {statement}", values)
        found = cursor.fetchone()
    assert found is not None  # explain gives one row
    plan = found[0] if isinstance(found[0], list) else json.loads(found[0])
    return int(plan[0]["Plan"]["Plan Rows"])


def rounded(number: int) -> int:
    """Two digits are enough for an estimate: 123,456 → 120,000."""
    step = 10 ** max(0, len(str(number)) - 2)
    return round(number / step) * step
