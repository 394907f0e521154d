"""The resources: how each is found, shown, made and changed, in the shape of version 4 (faces.py has the others)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

from wanhao.access.tmf.rules import CannotRead, Condition, moment
from wanhao.common.errors import NotAllowed

if TYPE_CHECKING:
    from wanhao.access.tmf.reading import Body
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right


class Resource(Protocol):
    """One kind of thing. `viewer` is whose token asks: everything is within their reach."""

    name: str
    kind: str  # of the TM Forum: `TroubleTicket`
    see: Right
    write: Right

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> QuerySet[Any]:
        """Everything that fulfils the conditions, in a stable order; raises CannotRead."""
        ...

    def one(self, viewer: Staff, key: str) -> Any:
        """One of them; raises NotFound."""
        ...

    def shown(self, rows: Sequence[Any], viewer: Staff) -> list[dict[str, Any]]:
        """As version 4 has them, without href."""
        ...

    def create(self, body: Body, viewer: Staff) -> Any:
        """A new one."""
        ...

    def change(self, row: Any, body: Body, viewer: Staff) -> Any:
        """What a merge patch asks for."""
        ...

    def remove(self, row: Any, viewer: Staff) -> None:
        """Take it away, where such a thing can be."""
        ...


class NeverRemoved:
    """Things that the house keeps: what happened is not undone by forgetting it."""

    def remove(self, row: Any, viewer: Staff) -> None:
        """Refused."""
        raise Unremovable


class Unremovable(NotAllowed):
    """DELETE is no method of this resource."""

    status = 405
    code = "not_removable"

    def __init__(self) -> None:
        super().__init__("This is never deleted: what happened stays on record. Change its status instead.")


@dataclass(frozen=True)
class Column:
    """An attribute by which a list is narrowed: the field it stands for, and what its words mean."""

    field: str
    words: Mapping[str, str] | None = None
    is_moment: bool = False


def narrowed(conditions: Sequence[Condition], columns: Mapping[str, Column]) -> Q:
    """The conditions on a table's columns; raises CannotRead for an attribute that cannot be asked."""
    found = Q()
    for one in conditions:
        column = columns.get(one.name)
        if column is None:
            raise CannotRead(f"lists are not filtered by {one.name[:40]}; they are by {', '.join(sorted(columns))}")
        found &= _compared(one, column)
    return found


def _compared(one: Condition, column: Column) -> Q:
    if any("\x00" in value for value in one.values):
        raise CannotRead(f"{one.name} holds a character that no value has")
    if column.is_moment:
        moments: list[datetime] = [moment(value) for value in one.values]
        return Q(**{f"{column.field}__{one.operator}": moments[0]}) if one.operator != "eq" else _in(column, moments)
    if one.operator != "eq":
        raise CannotRead(f"{one.name} is no moment: it can only be compared for equality")
    words = column.words
    return _in(column, [words.get(value, "") if words is not None else value for value in one.values])


def _in(column: Column, values: Sequence[Any]) -> Q:
    return Q(**{f"{column.field}__in": list(values)})


def party(key: str, role: str, referred: str, name: str | None = None) -> dict[str, Any]:
    """A related party of version 4."""
    href = f"/tmf-api/customerManagement/v4/customer/{key}" if referred == "Customer" else f"urn:wanhao:staff:{key}"
    found = {"id": key, "href": href, "role": role, "@referredType": referred, "@type": "RelatedParty"}
    return found | ({"name": name} if name else {})
