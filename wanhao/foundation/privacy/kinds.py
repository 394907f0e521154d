"""Which things carry masked values: each context registers its own when the programme starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class PrivateKind:
    """A kind of thing with masked values.

    `find(key, viewer)` gives the row by its outward key within the viewer's reach or raises NotFound; the row has
    `pk` and `unit`. `fields` name what may be opened and how it reads in the clear. `customer_of` gives the
    customer's id, so that the look can be followed from the customer. `is_open_to` decides where the reach of the
    kind is wider than its unit; without it the right must be held for the row's unit.
    """

    kind: str
    find: Callable[[str, Staff], Any]
    fields: Mapping[str, Callable[[Any], str]]
    customer_of: Callable[[Any], int | None] = lambda row: None
    right: Right = Right.REVEAL_PRIVATE_DATA
    is_open_to: Callable[[Any, Staff], bool] | None = None


_kinds: dict[str, PrivateKind] = {}
_contact_finders: list[Callable[[str, Staff], int]] = []


def register_private(kind: PrivateKind) -> None:
    """Make the values of this kind openable by the eye."""
    _kinds[kind.kind] = kind


def register_contact_finder(find: Callable[[str, Staff], int]) -> None:
    """How a contact's outward key becomes its id; raises NotFound beyond the viewer's reach."""
    _contact_finders[:] = [find]


def private_kind(name: str, field: str) -> PrivateKind:
    """The registered kind; NotFound when it or the field is unknown."""
    kind = _kinds.get(name)
    if kind is None or field not in kind.fields:
        raise NotFound("")
    return kind


def contact_id_of(key: str, viewer: Staff) -> int | None:
    """The contact during which somebody looks, if any."""
    return _contact_finders[0](key, viewer) if key and _contact_finders else None
