"""What can be imported: each context registers its kinds when the programme starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.rights import Right

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wanhao.foundation.accounts.models import Staff


@dataclass(frozen=True)
class Column:
    """A column of the list: its key in code, its header, other headers it is known by, and an example."""

    key: str
    label: StrOrPromise
    also: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""
    help: StrOrPromise = ""


@dataclass
class Written:
    """What writing one batch did. `rejected`: position in the batch → why, in the user's words."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: dict[int, str] | None = None


@dataclass(frozen=True)
class ImportKind:
    """One kind of list.

    `prepare(by)` reads once what every row's check needs (codes, units) and is passed on as `known`.
    `check_row(row, known)` turns {column key: text} into what `write_rows` takes, or raises Invalid(column=sentence).
    `write_rows(checked, known, by)` writes a batch within one transaction; the same list twice changes nothing.
    """

    kind: str
    label: StrOrPromise
    right: Right
    columns: Sequence[Column]
    prepare: Callable[[Staff], Any]
    check_row: Callable[[dict[str, str], Any], Any]
    write_rows: Callable[[list[Any], Any, Staff], Written]
    about: StrOrPromise = ""
    batch: int = 1000


_kinds: dict[str, ImportKind] = {}


def register_import(kind: ImportKind) -> None:
    """Offer this kind on the imports page to those who hold its right."""
    _kinds[kind.kind] = kind


def import_kind(name: str) -> ImportKind:
    """The registered kind; NotFound when there is none."""
    if name not in _kinds:
        raise NotFound("")
    return _kinds[name]


def kinds_for(viewer: Staff) -> list[ImportKind]:
    """The kinds this person may import."""
    return [kind for kind in _kinds.values() if viewer.may(kind.right)]
