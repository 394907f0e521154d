"""What a list is: a context describes its own once (`register`), everything else is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from wanhao.common.chips import address_with
from wanhao.common.errors import NotFound

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from wanhao.common.chips import ChipRow
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see: values of the filters by name, words, the order, and where the page begins."""

    viewer: Staff
    values: Mapping[str, str]
    term: str = ""
    sort: str = ""
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Does anything narrow the list?"""
        return bool(self.term or any(self.values.values()))


@dataclass(frozen=True)
class Column:
    """A column: its text for files (masked as on the page), and a template for the page where text is not enough."""

    key: str
    label: StrOrPromise
    text: Callable[[Any], object]
    template: str = ""
    is_usual: bool = True
    sort: str = ""
    css: str = ""


@dataclass(frozen=True)
class Sort:
    """An order: a field (with `-` for the largest first); rows of the same value go by their number."""

    key: str
    label: StrOrPromise
    field: str


@dataclass(frozen=True)
class ListAct:
    """Something that can be done to many rows: tried on each by `hinders` (why not, '' if it can), done by `do`."""

    key: str
    label: StrOrPromise
    icon: str
    form: type[forms.Form]
    hinders: Callable[[Any, Staff], str]
    do: Callable[[Any, int, Mapping[str, Any], Staff], object]  # row, version as it was seen, typed, by
    right: Right


@dataclass(frozen=True)
class ListSpec:
    """One list.

    `rows` narrows by the filters within the viewer's reach, unordered; `by_index` says of what is asked what an index
    can answer but is dear to ask of a row; `prepared` fetches for a whole page what its rows need, `line` makes one
    showable. With `needs_asking` nothing is shown before something is asked.
    """

    name: str
    template: str
    title: StrOrPromise
    address: str
    right: Right
    filters: Sequence[str]
    columns: Sequence[Column]
    sorts: Sequence[Sort]
    chip_rows: Callable[[dict[str, str], Staff], list[ChipRow]]
    rows: Callable[[Asked], QuerySet[Any]]
    line: Callable[[Any], Any]
    link: Callable[[Any], str]
    key: Callable[[Any], str]
    by_index: Callable[[Asked], Q] = lambda asked: Q()
    prepared: Callable[[Sequence[Any]], Sequence[Any]] = lambda rows: rows
    export_right: Right | None = None
    acts: Sequence[ListAct] = ()
    rows_to_change: Callable[[Staff, Sequence[int]], QuerySet[Any]] | None = None
    version: Callable[[Any], int] = lambda row: 0
    needs_asking: bool = False

    def sort_named(self, key: str) -> Sort:
        """The order of this name, else the first."""
        return next((sort for sort in self.sorts if sort.key == key), self.sorts[0])

    def columns_named(self, keys: Sequence[str]) -> list[Column]:
        """These columns in the order of the list; the usual ones when none is named."""
        chosen = [column for column in self.columns if column.key in keys]
        return chosen or [column for column in self.columns if column.is_usual]

    def act_named(self, key: str) -> ListAct:
        """One of its acts."""
        for act in self.acts:
            if act.key == key:
                return act
        raise NotFound("")

    def address_of(self, values: Mapping[str, str], **changed: str) -> str:
        """The page with these values."""
        return self.address + address_with(values, **changed)


SPECS: dict[str, ListSpec] = {}


def register(spec: ListSpec) -> None:
    """Offer this list's saved views, files and acts."""
    SPECS[spec.name] = spec


def spec_named(name: str, viewer: Staff) -> ListSpec:
    """A list this person may see."""
    spec = SPECS.get(name)
    if spec is None or not viewer.may(spec.right):
        raise NotFound("")
    return spec
