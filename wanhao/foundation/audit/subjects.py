"""The things events are about, as people name them: a contact by its public name, a ticket by its number.

Every context registers its kinds in its own `sentences.py`. Kinds nobody registered are named by their row number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wanhao.foundation.accounts.models import Staff, by_language


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its name, how it is found by its public key, how a row is named, where its page is."""

    kind: str
    name_zh: str
    name_en: str
    find: Callable[[str], int | None]
    key_of: Callable[[int], str | None]
    page: str = ""

    @property
    def name(self) -> str:
        """The kind in the reader's language."""
        return by_language(self.name_zh, self.name_en)


KINDS: dict[str, Kind] = {}
WHOLE = "all"  # the key of a thing there is one of


def add_kind(kind: Kind) -> None:
    """Let the trail name and find things of this kind."""
    KINDS[kind.kind] = kind


def contact_name(row: int | None) -> str | None:
    """The public name of a contact, by which logs call it too."""
    return KINDS["contact"].key_of(row) if row and "contact" in KINDS else None


def find(subject: str) -> str | None:
    """`ticket:GD261122-0001` as it stands in the events, `ticket:12`; None when there is no such thing."""
    kind, colon, key = subject.partition(":")
    if not colon or not key:
        return None
    if kind not in KINDS:
        return subject
    number = KINDS[kind].find(key)
    return None if number is None else f"{kind}:{number}"


class Namer:
    """Names the subjects of one page; asks for each once."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def public(self, subject: str) -> str:
        """`ticket:12` as people name it, `ticket:GD261122-0001`."""
        if subject not in self._keys:
            kind, _colon, number = subject.partition(":")
            known = KINDS[kind].key_of(int(number)) if kind in KINDS and number.isdigit() else None
            self._keys[subject] = f"{kind}:{known}" if known else subject
        return self._keys[subject]

    def label(self, subject: str) -> str:
        """`ticket:12` as one reads it: 工单 GD261122-0001."""
        kind, _colon, key = self.public(subject).partition(":")
        key = "" if key == WHOLE else key
        return f"{KINDS[kind].name if kind in KINDS else kind} {key}".strip()


def numbered(kind: str, name_zh: str, name_en: str) -> None:
    """A kind whose things are named by their row number."""

    def find(key: str) -> int | None:
        return int(key) if key.isdigit() else None

    add_kind(Kind(kind, name_zh, name_en, find, str))


def find_staff(key: str) -> int | None:
    """A member of staff by staff number."""
    return Staff.objects.filter(staff_number=key).values_list("pk", flat=True).first()


def staff_key(number: int) -> str | None:
    """The staff number."""
    return Staff.objects.filter(pk=number).values_list("staff_number", flat=True).first()


add_kind(Kind("staff", "员工", "Staff", find_staff, staff_key))
add_kind(Kind("agent", "坐席", "Agent", find_staff, staff_key))
add_kind(Kind("trail", "审计记录", "Audit trail", lambda key: None, lambda number: None))
numbered("verification", "校验", "Verification")
