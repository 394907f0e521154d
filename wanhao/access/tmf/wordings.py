"""Attributes that our records do not have: kept as the integrator wrote them, given back as they are.

They are sealed. Lists are narrowed to them by marks: keyed digests of "this attribute is there", "it has this value".
Where our record has the attribute too (a severity of ours beside their "Urgent"), `beside` keeps what ours was then:
their word counts while ours is the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.timezone import now

from wanhao.access.tmf.events import ThingWithdrawn, WordsChanged
from wanhao.access.tmf.models import Wording
from wanhao.access.tmf.rules import merged
from wanhao.common.errors import Invalid
from wanhao.foundation.audit.actions import record
from wanhao.foundation.privacy.fields import lookup_index

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

MOST = 60_000
MOST_MARKS = 400


@dataclass(frozen=True)
class Words:
    """What was written for one thing."""

    said: dict[str, Any] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    writer_id: int | None = None

    def living(self, **ours: str) -> dict[str, Any]:
        """The words that still count, our own attributes being these now."""
        outdated = {name for name, value in ours.items() if name in self.beside and self.beside[name] != value}
        return {name: value for name, value in self.said.items() if name not in outdated}


NONE = Words()


def words_for(subjects: Collection[str]) -> dict[str, Words]:
    """What was written for each of these things."""
    rows = Wording.objects.filter(subject__in=subjects)
    return {row.subject: Words(json.loads(row.words), row.beside, row.writer_id) for row in rows}


def keep(
    subject: str, sent: Mapping[str, Any], own: Collection[str], *, by: Staff, beside: Mapping[str, str] | None = None
) -> None:
    """Merge the attributes that are the integrator's own into what was kept; the caller's transaction."""
    patch = {name: value for name, value in sent.items() if name in own}
    if not patch:
        return
    row = Wording.objects.select_for_update().filter(subject=subject).first()
    said = _without_nulls(merged(json.loads(row.words) if row else {}, patch))
    words = json.dumps(said, ensure_ascii=False)
    if len(words) > MOST:
        raise Invalid(body=f"The attributes we only keep for you may have {MOST} characters.")
    ours = (row.beside if row else {}) | dict(beside or {})
    ours = {name: value for name, value in ours.items() if name in said}
    values = {"words": words, "beside": ours, "marks": _marks(subject, said, ours), "writer": by}
    Wording.objects.update_or_create(subject=subject, defaults=values)
    if row is not None and words != row.words:
        kind, _colon, number = subject.partition(":")
        record(WordsChanged(kind, int(number)), actor=by, unit=by.unit)


def copy(subject: str, to: str) -> None:
    """The words of one thing are those of another too, unless that has its own."""
    row = Wording.objects.filter(subject=subject).first()
    if row is not None:
        marks = _marks(to, json.loads(row.words), row.beside)
        values = {"words": row.words, "beside": row.beside, "marks": marks, "writer": row.writer}
        Wording.objects.get_or_create(subject=to, defaults=values)


def withdraw(subject: str, key: str, *, by: Staff) -> int:
    """The integrator took it back: no interface shows it any longer. The number of the event that says so."""
    at, (kind, _colon, number) = now(), subject.partition(":")
    Wording.objects.update_or_create(
        subject=subject, defaults={"withdrawn_at": at}, create_defaults={"words": "{}", "withdrawn_at": at}
    )
    return record(ThingWithdrawn(kind, int(number), key), actor=by, unit=by.unit)


def is_withdrawn(subject: str) -> bool:
    """Was it taken back?"""
    return Wording.objects.filter(subject=subject, withdrawn_at__isnull=False).exists()


def _ids(rows: QuerySet[Wording]) -> QuerySet[Any, Any]:
    number = Func(F("subject"), Value(":"), Value(2), function="split_part")
    return rows.annotate(number=Cast(number, BigIntegerField())).values("number")


def withdrawn(kind: str) -> Q:
    """Things of this kind (`ticket`) that were taken back."""
    return Q(pk__in=_ids(Wording.objects.filter(subject__startswith=f"{kind}:", withdrawn_at__isnull=False)))


def marked(kind: str, *wanted: str) -> Q:
    """Things of this kind with any of these marks in the words that were written for them."""
    marks = [_mark(kind, text) for text in wanted]
    return Q(pk__in=_ids(Wording.objects.filter(marks__overlap=marks)))


def _mark(kind: str, text: str) -> str:
    return lookup_index(f"{kind}|{text}", "tmf words")


def _marks(subject: str, said: Mapping[str, Any], beside: Mapping[str, str]) -> list[str]:
    """`severity`, `severity=Urgent`; `severity@ordinary`, `severity=Urgent@ordinary` where ours stands beside it."""
    kind, texts = subject.partition(":")[0], set[str]()
    for path, value in _leaves(said, ""):
        ours = f"@{beside[path]}" if path in beside else ""
        texts |= {f"{path}{ours}"} | ({f"{path}={value}{ours}"} if value is not None else set())
    return sorted(_mark(kind, text) for text in sorted(texts)[:MOST_MARKS])


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str | None]]:
    """Every attribute by its path (`relatedParty.id`), with its value as an address would spell it."""
    if isinstance(value, Mapping):
        if path:
            yield path, None
        for name, one in value.items():
            yield from _leaves(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        yield path, None
        for one in value:
            yield from _leaves(one, path)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value if one is not None] if isinstance(value, list) else value
