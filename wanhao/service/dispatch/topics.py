"""Live topics of work orders: one order by its number, a department's inbox by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.live.topics import topic_kind
from wanhao.service.dispatch import queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@topic_kind("work_order")
def order_in_reach(person: Staff, key: str) -> str | None:
    """`work_order:W20261122-000123` becomes the row's own topic."""
    try:
        return queries.work_order(key, person).subject
    except NotFound:
        return None


@topic_kind("department")
def department_in_reach(person: Staff, key: str) -> str | None:
    """`department:dj-network` for whoever sees its orders."""
    found = queries.departments_within(person, Right.SEE_WORK_ORDERS).filter(code=key).first()
    return f"department:{found.pk}" if found else None
