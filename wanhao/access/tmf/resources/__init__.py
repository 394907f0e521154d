"""The resources: how each is found, shown, made and changed, in the shape of version 4 (faces.py has the others)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

from wanhao.access.tmf.rules import CannotRead, Condition, moment
from wanhao.access.tmf.wordings import marked
from wanhao.common.masking import mask_address, mask_identity, mask_name, mask_number

if TYPE_CHECKING:
    from wanhao.access.tmf.attributes import Schema
    from wanhao.access.tmf.reading import Body
    from wanhao.access.tmf.wordings import Words
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.accounts.rights import Right


class Rows(Protocol):
    """A list that is read in pages."""

    def count(self) -> int:
        """Of all."""
        ...

    def __getitem__(self, page: slice, /) -> Iterable[Any]: ...

    def order_by(self, *names: str) -> Rows:
        """The same in another order."""
        ...


class Resource(Protocol):
    """One kind of thing. `viewer` is whose token asks: everything is within their reach."""

    name: str
    kind: str  # of the TM Forum: `TroubleTicket`
    see: Right
    write: Right

    @property
    def attributes(self) -> Mapping[str, Schema]:
        """Those that others may write."""
        ...

    @property
    def columns(self) -> Mapping[str, Column]:
        """Those of our own by which lists are narrowed and put in order."""
        ...

    @property
    def needed(self) -> Sequence[str]:
        """Of them, for a new one."""
        ...

    def rows(self, viewer: Staff, conditions: Sequence[Condition]) -> Rows:
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

    def remove(self, row: Any, viewer: Staff) -> int:
        """Take it back, where such a thing can be; the number of the event, 0 if nobody need know."""
        ...


@dataclass(frozen=True)
class Column:
    """An attribute of our own by which a list is narrowed.

    `field` holds it and `words` says what its words mean there; a `moment` can be compared; `find` asks otherwise.
    Where an integrator's word stands in its place, `is_beside` says that it counts while ours is as it was.
    """

    field: str = ""
    words: Mapping[str, tuple[str, ...]] | None = None
    is_moment: bool = False
    is_beside: bool = False
    find: Callable[[Sequence[str]], Q] | None = None
    since: Callable[[datetime], Q] | None = None


def each(own_words: Mapping[Any, str]) -> dict[str, tuple[str, ...]]:
    """What each word stands for: `{"arrived": "opened", "waiting": "opened"}` → `{"opened": ("arrived", "waiting")}`"""
    found: dict[str, tuple[str, ...]] = {}
    for own, word in own_words.items():
        found[word] = (*found.get(word, ()), str(own))
    return found


JOINED = (
    "relatedParty",
    "relatedEntity",
    "attachment",
    "account",
    "characteristic",
    "troubleTicketRelationship",
)


def narrowed(kind: str, conditions: Sequence[Condition], columns: Mapping[str, Column], kept: Mapping[str, Any]) -> Q:
    """The conditions on our own attributes and on kept words; raises CannotRead for what cannot be asked."""
    found = Q()
    for one in conditions:
        if any("\x00" in value for value in one.values):
            raise CannotRead(f"{one.name} holds a character that no value has")
        column, top = columns.get(one.name), one.name.partition(".")[0]
        if column is None and top not in kept:
            names = ", ".join(sorted({*columns, *kept}))
            raise CannotRead(f"lists are not filtered by {one.name[:40]}; they are by {names}")
        if one.operator != "eq" and (column is None or not (column.is_moment or column.since)):
            raise CannotRead(f"{one.name} is no moment of ours: it can only be compared for equality")
        ours = _compared(one, column) if column else Q(pk__in=[])
        is_moment = column is not None and (column.is_moment or column.since is not None)
        found &= ours if is_moment or top not in kept else _with_words(kind, one, column, ours)
    return found


def ordered(sort: Sequence[str], columns: Mapping[str, Column]) -> list[str]:
    """`-creationDate,severity` as fields; raises CannotRead for what lists are not put in order by."""
    fields = []
    for one in sort:
        column = columns.get(one.lstrip("+-"))
        if column is None or not column.field:
            names = ", ".join(sorted(name for name, known in columns.items() if known.field))
            raise CannotRead(f"lists are not put in order by {one[:40]}; they are by {names}")
        fields.append(("-" if one.startswith("-") else "") + column.field)
    return fields


def _with_words(kind: str, one: Condition, column: Column | None, ours: Q) -> Q:
    top = one.name.partition(".")[0]
    said = [f"{one.name}={value}" for value in one.values]
    if column is None:
        return marked(kind, *said)
    if not column.is_beside:
        hidden = Q(pk__in=[]) if top in JOINED else marked(kind, one.name)
        return marked(kind, *said) | ours & ~hidden
    values = {value for values in (column.words or {}).values() for value in values}
    found = Q()
    for own in sorted(values):
        words = marked(kind, *(f"{text}@{own}" for text in said)) | ours & ~marked(kind, f"{one.name}@{own}")
        found |= Q(**{column.field: own}) & words
    return found


def _compared(one: Condition, column: Column) -> Q:
    if column.is_moment or column.since:
        moments = [moment(value) for value in one.values]
        if not all(1900 <= at.year <= 9000 for at in moments):
            raise CannotRead(f"{one.name} is compared with moments between 1900 and 9000")
        return reduce(or_, (_at(one.operator, at, column) for at in moments), Q(pk__in=[]))
    if column.find is not None:
        return column.find(one.values)
    values: Iterable[str] = one.values
    if column.words is not None:
        values = [own for value in one.values for own in column.words.get(value, ())]
    return Q(**{f"{column.field}__in": list(values)})


def _at(operator: str, at: datetime, column: Column) -> Q:
    """Compared in milliseconds, as they are written."""
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    after = at + timedelta(milliseconds=1)
    if column.since is not None:
        since = column.since
        return {
            "eq": lambda: since(at) & ~since(after),
            "gt": lambda: since(after),
            "gte": lambda: since(at),
            "lt": lambda: ~since(at),
            "lte": lambda: ~since(after),
        }[operator]()
    name = column.field
    return {
        "eq": Q(**{f"{name}__gte": at, f"{name}__lt": after}),
        "gt": Q(**{f"{name}__gte": after}),
        "gte": Q(**{f"{name}__gte": at}),
        "lt": Q(**{f"{name}__lt": at}),
        "lte": Q(**{f"{name}__lt": after}),
    }[operator]


def by_href(field: str) -> Column:
    """The address of a thing ends with its id."""
    return Column(find=lambda values: Q(**{f"{field}__in": [value.rpartition("/")[2] for value in values]}))


def joined(ours: Sequence[dict[str, Any]], theirs: Any) -> list[dict[str, Any]]:
    """Ours with what they say of the same thing, and then the others of theirs."""
    said = [one for one in theirs or [] if isinstance(one, dict)]
    by_id = {one["id"]: one for one in said if one.get("id")}
    own = {one["id"] for one in ours}
    return [one | by_id.get(one["id"], {}) for one in ours] + [one for one in said if one.get("id") not in own]


def masked_people(thing: Any) -> Any:
    """Names, numbers and addresses of people in somebody else's words, masked as on the pages."""
    if isinstance(thing, list):
        return [masked_people(one) for one in thing]
    if not isinstance(thing, dict):
        return thing
    masks = {"name": mask_name, "emailAddress": mask_identity, "phoneNumber": mask_number, "faxNumber": mask_number}
    masks |= {"street1": mask_address, "street2": mask_address, "socialNetworkId": mask_identity}
    return {
        name: masks[name](value) if name in masks and isinstance(value, str) else masked_people(value)
        for name, value in thing.items()
    }


PEOPLE = ("relatedParty", "engagedParty", "contactMedium")


def told_to(viewer: Staff, words: Words, **ours: str) -> dict[str, Any]:
    """The words as this person may read them: who wrote them reads them as they are, others with people masked."""
    said = words.living(**ours)
    if words.writer_id == viewer.pk:
        return said
    return said | {name: masked_people(said[name]) for name in PEOPLE if name in said}


def party(key: str, role: str, referred: str, name: str | None = None) -> dict[str, Any]:
    """A related party of version 4."""
    href = f"/tmf-api/customerManagement/v4/customer/{key}" if referred == "Customer" else f"urn:wanhao:staff:{key}"
    found = {"id": key, "href": href, "role": role, "@referredType": referred, "@type": "RelatedParty"}
    return found | ({"name": name} if name else {})
