"""Reading a body attribute by attribute; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from wanhao.access.tmf.attributes import Schema
from wanhao.access.tmf.rules import CannotRead, moment
from wanhao.common.errors import Invalid

TEXT = 4000
DEEPEST = 12
SINCE, UNTIL = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Body:
    """A JSON object somebody sent. `check()` raises Invalid with a sentence for each wrong attribute."""

    def __init__(self, sent: Any) -> None:
        if not isinstance(sent, Mapping):
            raise Invalid(body="The body must be a JSON object.")
        self.sent = dict(sent)
        self.wrong: dict[str, object] = {}

    def __contains__(self, name: str) -> bool:
        return self.sent.get(name) is not None

    def text(self, name: str, *, most: int = TEXT, is_needed: bool = False) -> str:
        """A text without NUL; "" when it is missing."""
        value = self.sent.get(name)
        if value is None or value == "":
            if is_needed:
                self.wrong[name] = f"{name} is needed."
            return ""
        if not isinstance(value, str) or not _can_be_kept(value) or len(value) > most or not value.strip():
            self.wrong[name] = f"{name} must be a text of at most {most} characters."
            return ""
        return value.strip()

    def moment(self, name: str) -> datetime | None:
        """A moment between 1970 and 2200; None when it is missing."""
        value = self.sent.get(name)
        if value is None:
            return None
        try:
            read = moment(value if isinstance(value, str) else "")
        except CannotRead as error:
            self.wrong[name] = f"{name}: {error}"
            return None
        if not SINCE <= read <= UNTIL:
            self.wrong[name] = f"{name} must lie between 1970 and 2200."
        return read

    def objects(self, name: str) -> list[Body]:
        """A list of objects; [] when it is missing."""
        value = self.sent.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value) or len(value) > 100:
            self.wrong[name] = f"{name} must be a list of at most 100 objects."
            return []
        return [Body(one) for one in value]

    def object(self, name: str, *, is_needed: bool = False) -> Body:
        """One object; an empty one when it is missing."""
        value = self.sent.get(name)
        if isinstance(value, Mapping):
            return Body(value)
        if value is not None or is_needed:
            self.wrong[name] = f"{name} must be an object."
        return Body({})

    def check(self, *parts: Body) -> None:
        """Raises Invalid when anything read so far was wrong, here or in these parts."""
        wrong = self.wrong | {name: text for part in parts for name, text in part.wrong.items()}
        if wrong:
            raise Invalid(**wrong)

    def conform(self, attributes: Mapping[str, Schema]) -> None:
        """Note what is not of the kind that these attributes are."""
        for name, schema in attributes.items():
            if name in self:
                for path, text in mistakes(self.sent[name], schema, name):
                    self.wrong.setdefault(name, f"{path} {text}")


def _can_be_kept(value: str) -> bool:
    """No NUL and no half of a pair of surrogates: the database takes neither."""
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def mistakes(value: Any, schema: Schema, path: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Where a value is not what the schema says, and what is wrong there; unknown attributes are anything."""
    if depth > DEEPEST:
        yield path, "is too deep."
    elif isinstance(value, str):
        yield from _of_text(value, schema, path)
    elif not _is_of(value, schema.get("type")):
        yield path, f"must be of the type {schema.get('type', 'number')}."
    elif isinstance(value, list):
        yield from _of_list(value, schema, path, depth)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if not _can_be_kept(name):
                yield path, "has an attribute whose name cannot be kept."
            yield from mistakes(one, schema.get("properties", {}).get(name, {}), f"{path}.{name[:60]}", depth + 1)


def _of_text(value: str, schema: Schema, path: str) -> Iterator[tuple[str, str]]:
    if schema.get("type", "string") != "string":
        yield path, f"must be of the type {schema['type']}."
    elif not _can_be_kept(value):
        yield path, "holds a character that cannot be kept."
    elif schema.get("format") == "date-time":
        try:
            moment(value)
        except CannotRead as error:
            yield path, str(error)


def _of_list(value: list[Any], schema: Schema, path: str, depth: int) -> Iterator[tuple[str, str]]:
    most = schema.get("maxItems", 1000)
    if len(value) > most:
        yield path, f"may have {most} elements."
    for one in value:
        yield from mistakes(one, schema.get("items", {}), path, depth + 1)


TYPES: dict[str, tuple[type, ...]] = {
    "object": (Mapping,),
    "array": (list,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}


def _is_of(value: Any, wanted: str | None) -> bool:
    if isinstance(value, float) and not isfinite(value):
        return False
    if value is None or wanted is None:  # null takes away
        return True
    if isinstance(value, bool):
        return wanted == "boolean"
    return isinstance(value, TYPES.get(wanted, ()))
