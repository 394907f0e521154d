"""Pages by keyset: the next one begins behind the last row's value and number, however far down the list it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from wanhao.common.errors import NotFound
from wanhao.foundation.lists.spec import Sort

NOTHING = "-"


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the key of the next (empty at the end)."""

    rows: Sequence[Any]
    next_key: str


def page_of(rows: QuerySet[Any], sort: Sort, after: str, size: int) -> Page:
    """At most `size` rows behind the key, in the order of `sort`, empty values last."""
    name, is_down = sort.field.removeprefix("-"), sort.field.startswith("-")
    if name == "pk":
        rows = rows.order_by(sort.field)
    else:
        order = F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)
        if not rows.model._meta.get_field(name).null:
            order = F(name).desc() if is_down else F(name).asc()
        rows = rows.order_by(order, "-pk" if is_down else "pk")
    if after:
        rows = rows.filter(_behind(rows, name, is_down, after))
    found = list(rows[: size + 1])
    shown = found[:size]
    return Page(shown, key_of(shown[-1], name) if len(found) > size else "")


def key_of(row: Any, name: str) -> str:
    """`2026-11-22T09:30:00+00:00~123`: the value and the number of a row."""
    if name == "pk":
        return str(row.pk)
    value = getattr(row, name)
    text = value.isoformat() if isinstance(value, datetime) else NOTHING if value is None else str(value)
    return f"{text}~{row.pk}"


def _behind(rows: QuerySet[Any], name: str, is_down: bool, after: str) -> Q:
    text, _separator, last = after.rpartition("~")
    step = "lt" if is_down else "gt"
    try:
        number = int(last)
        if name == "pk":
            return Q(**{f"pk__{step}": number})
        same_after = Q(**{f"pk__{step}": number})
        if text == NOTHING:
            return Q(**{f"{name}__isnull": True}) & same_after
        value = rows.model._meta.get_field(name).to_python(text)
    except (ValueError, TypeError, ArithmeticError, ValidationError):
        raise NotFound(_("This page is not there any more: start again from the first.")) from None
    behind = Q(**{f"{name}__{step}": value}) | Q(**{name: value}) & same_after
    if rows.model._meta.get_field(name).null:
        return behind | Q(**{f"{name}__isnull": True})
    return Q(**{f"{name}__{step}e": value}) & behind  # the bound the index can begin at
