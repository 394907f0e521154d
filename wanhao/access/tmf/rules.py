"""How a TM Forum interface is asked (TMF630, RFC 7396): attributes, filters, paging, merge patch. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

PAGE = 50
MOST = 500
FURTHEST = 1_000_000
OPERATORS = ("gt", "gte", "lt", "lte", "eq")
ALWAYS = ("id", "href")


class CannotRead(ValueError):
    """The address or the body cannot be understood; the message says what."""


@dataclass(frozen=True)
class Condition:
    """`status=closed,resolved` or `creationDate.gt=2026-11-22T00:00:00Z`."""

    name: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a list was asked for."""

    fields: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    offset: int = 0
    limit: int = PAGE
    sort: tuple[str, ...] = ()  # `-creationDate`: the latest first


def asked(parameters: Iterable[tuple[str, str]]) -> Asked:
    """Read the parameters of an address; raises CannotRead.

    >>> asked([("fields", "id,status"), ("status", "closed"), ("limit", "5")]).limit
    5
    """
    texts: dict[str, tuple[str, ...]] = {"fields": (), "sort": ()}
    conditions: list[Condition] = []
    numbers = {"offset": 0, "limit": PAGE}
    for name, value in parameters:
        if name in texts:
            texts[name] = tuple(part.strip() for part in value.split(",") if part.strip())
        elif name in numbers:
            numbers[name] = _number(name, value)
        else:
            conditions.append(condition(name, value))
    return Asked(texts["fields"], tuple(conditions), numbers["offset"], min(numbers["limit"], MOST), texts["sort"])


def _number(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", value) or int(value) > FURTHEST:
        raise CannotRead(f"{name} must be a whole number between 0 and {FURTHEST}")
    return int(value)


def condition(name: str, value: str) -> Condition:
    """One filter; the operator stands behind the attribute (`lastUpdate.gte`)."""
    attribute, _dot, last = name.rpartition(".")
    if attribute and last in OPERATORS:
        return Condition(attribute, last, (value,))
    return Condition(name, "eq", tuple(part for part in value.split(",") if part))


def chosen(resource: Mapping[str, Any], fields: Sequence[str], always: Sequence[str] = ALWAYS) -> dict[str, Any]:
    """The attributes asked for; all when none is named. What identifies a resource is always there."""
    if not fields:
        return dict(resource)
    top = {field.partition(".")[0] for field in fields} | set(always)
    return {name: value for name, value in resource.items() if name in top}


def merged(target: Any, patch: Any) -> Any:
    """JSON merge patch: objects are merged, null takes away, everything else replaces.

    >>> merged({"a": 1, "b": {"c": 2}}, {"a": None, "b": {"d": 3}})
    {'b': {'c': 2, 'd': 3}}
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def links(address: str, parameters: Sequence[tuple[str, str]], *, offset: int, limit: int, total: int) -> str:
    """The Link header (RFC 8288) of a page: self, first, last, and previous and next where there are."""
    others = [(name, value) for name, value in parameters if name not in ("offset", "limit")]
    step = max(limit, 1)
    places = {"self": offset, "first": 0, "last": max(0, (total - 1) // step * step)}
    if offset > 0:
        places["prev"] = max(0, offset - step)
    if offset + step < total:
        places["next"] = offset + step
    return ", ".join(
        f'<{address}?{urlencode([*others, ("offset", place), ("limit", limit)])}>; rel="{name}"'
        for name, place in places.items()
    )


def moment(text: str) -> datetime:
    """An ISO 8601 moment; one without a zone is UTC. Raises CannotRead."""
    try:
        read = datetime.fromisoformat(text.strip().replace(" ", "+"))
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise CannotRead(f"{text[:40]!r} is no moment like 2026-11-22T08:00:00Z") from error


def spelled(at: datetime | None) -> str | None:
    """A moment as the interfaces write it: UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
