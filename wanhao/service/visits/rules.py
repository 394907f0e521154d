"""Which checklist a job has, which readings lie outside their limits, what is missing. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

NUMBER, YES_NO, TEXT = "number", "yes_no", "text"
PHONE_AHEAD, PHONE_BEHIND = timedelta(minutes=2), timedelta(hours=48)


@dataclass(frozen=True)
class JobFacts:
    """What a job type is chosen by: type of the ticket, service, categories from the top down."""

    kind: str = ""
    service: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobTerms:
    """What a job type asks for; empty means anything."""

    kind: str = ""
    service: str = ""
    category: str = ""


def fits(terms: JobTerms, facts: JobFacts) -> bool:
    """Is this the checklist for such a job?"""
    return (
        terms.kind in ("", facts.kind)
        and terms.service in ("", facts.service)
        and (not terms.category or terms.category in facts.categories)
    )


def plain(number: Decimal | None) -> str:
    """As people write it: 24, 2.5; nothing for None."""
    return "" if number is None else f"{number.normalize():f}"


@dataclass(frozen=True)
class Limits:
    """Between what a reading must lie, both ends included; None means open."""

    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def spelled(self) -> str:
        """≤ 24, ≥ 15, 25–35; nothing when open at both ends."""
        if self.lower is not None and self.upper is not None:
            return f"{plain(self.lower)}–{plain(self.upper)}"
        if self.upper is not None:
            return f"≤ {plain(self.upper)}"
        return f"≥ {plain(self.lower)}" if self.lower is not None else ""


@dataclass(frozen=True)
class Item:
    """One line of a checklist."""

    code: str
    kind: str
    is_required: bool
    limits: Limits = Limits()


@dataclass(frozen=True)
class Value:
    """What was entered for it: a number, yes or no, or words."""

    number: Decimal | None = None
    yes: bool | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was entered."""
        return self.number is None and self.yes is None and not self.text


class NotANumber(Exception):
    """What was typed is no number."""


def read_value(kind: str, typed: str) -> Value:
    """What was typed as a value; raises NotANumber."""
    typed = typed.strip()
    if kind == TEXT:
        return Value(text=typed[:500])
    if kind == YES_NO:
        return Value(yes={"yes": True, "no": False}.get(typed))
    if not typed:
        return Value()
    try:
        number = Decimal(typed.replace(",", ".").replace("，", "."))
    except InvalidOperation as error:
        raise NotANumber(typed) from error
    if not number.is_finite() or abs(number) >= 10**8:
        raise NotANumber(typed)
    return Value(number=number.quantize(Decimal("0.001")))


def is_outside(item: Item, value: Value) -> bool:
    """Does the value break the item's limit? A question that must be answered with yes is broken by no."""
    if item.kind == YES_NO:
        return item.is_required and value.yes is False
    if item.kind != NUMBER or value.number is None:
        return False
    low, high = item.limits.lower, item.limits.upper
    return (low is not None and value.number < low) or (high is not None and value.number > high)


def missing(items: Iterable[Item], values: Mapping[str, Value]) -> list[str]:
    """Codes of items that must be filled and are not."""
    return [item.code for item in items if item.is_required and values.get(item.code, Value()).is_empty]


def believed(told_at: datetime | None, received_at: datetime) -> datetime:
    """The moment a phone tells, unless its clock is plainly wrong: then that of the arrival here."""
    if told_at is None or not received_at - PHONE_BEHIND <= told_at <= received_at + PHONE_AHEAD:
        return received_at
    return min(told_at, received_at)
