"""The voice menu as a small machine: a step and what happened in it give the next step. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEYS = frozenset("0123456789*#")
NEXT, INVALID, TIMEOUT, OPEN, CLOSED = "next", "invalid", "timeout", "open", "closed"
LANGUAGES = ("zh", "en")
LONGEST_PATH = 100  # steps in one call; a menu that runs in circles without the caller is ended here


class Kind(StrEnum):
    """What a step does."""

    MENU = "menu"
    MESSAGE = "message"
    HOURS = "hours"
    LANGUAGE = "language"
    BALANCE = "balance"
    QUEUE = "queue"
    HANG_UP = "hang_up"


LEAVES = frozenset({Kind.QUEUE, Kind.HANG_UP})


@dataclass(frozen=True)
class Step:
    """One step of the menu; `branches` lead from a key or a word to the code of another step."""

    code: str
    kind: Kind
    branches: Mapping[str, str] = field(default_factory=dict)
    prompt: str = ""
    timeout_seconds: int = 5
    attempts: int = 3
    language: str = ""
    queue: str = ""
    hours_id: int | None = None


@dataclass(frozen=True)
class AskAgain:
    """The same menu once more, after saying what was wrong."""

    prompt: str


@dataclass(frozen=True)
class Go:
    """On to another step."""

    to: str


@dataclass(frozen=True)
class Stop:
    """The menu ends here: say goodbye."""


Move = AskAgain | Go | Stop


def after_key(step: Step, key: str | None, attempt: int) -> Move:
    """Where a menu goes after its `attempt`-th try (1 is the first); no key pressed is None."""
    if key is not None and key in step.branches:
        return Go(step.branches[key])
    if attempt < step.attempts:
        return AskAgain("no-key" if key is None else "invalid-key")
    return branch(step, TIMEOUT if key is None else INVALID)


def branch(step: Step, word: str) -> Move:
    """Where a word leads; the end where it leads nowhere."""
    return Go(step.branches[word]) if word in step.branches else Stop()


def words_of(kind: Kind) -> frozenset[str]:
    """The branches a step of this kind can take."""
    if kind is Kind.MENU:
        return KEYS | {INVALID, TIMEOUT}
    if kind is Kind.HOURS:
        return frozenset({OPEN, CLOSED})
    if kind in LEAVES:
        return frozenset()
    return frozenset({NEXT})


def unanswered(step: Step) -> frozenset[str]:
    """Branches a step must have and has not. A menu needs a key; its last words may end the call."""
    if step.kind is Kind.MENU:
        return frozenset() if KEYS & step.branches.keys() else frozenset({"1"})
    return words_of(step.kind) - step.branches.keys()


def reachable(steps: Mapping[str, Step], first: str) -> frozenset[str]:
    """Codes of all steps a caller who starts at `first` can come to."""
    seen: set[str] = set()
    ahead = [first]
    while ahead:
        code = ahead.pop()
        if code in steps and code not in seen:
            seen.add(code)
            ahead.extend(steps[code].branches.values())
    return frozenset(seen)


def circles(steps: Mapping[str, Step]) -> frozenset[str]:
    """Steps that come back to themselves without ever asking the caller for a key."""

    def returns(code: str) -> bool:
        seen: set[str] = set()
        ahead = list(steps[code].branches.values())
        while ahead:
            at = ahead.pop()
            if at == code:
                return True
            if at in steps and at not in seen and steps[at].kind is not Kind.MENU:
                seen.add(at)
                ahead.extend(steps[at].branches.values())
        return False

    return frozenset(code for code, step in steps.items() if step.kind is not Kind.MENU and returns(code))


class MenuOutcome(StrEnum):
    """What became of a contact that ended in the menu; the words of the contact's outcome."""

    SELF_SERVED = "self_served"
    CLOSED_HOURS = "closed_hours"
    DROPPED = "dropped"


def outcome_in_menu(*, was_served: bool, found_closed: bool) -> MenuOutcome:
    """A contact that ended in the menu: it got what it wanted, found us closed, or just left."""
    if was_served:
        return MenuOutcome.SELF_SERVED
    return MenuOutcome.CLOSED_HOURS if found_closed else MenuOutcome.DROPPED


def rating_of(key: str | None) -> int | None:
    """The rating a key stands for: 1 to 5, else none."""
    return int(key) if key is not None and key in "12345" and len(key) == 1 else None


def spoken_language(wanted: str) -> str:
    """The language of prompts for a contact's language: Chinese unless it is English."""
    return "en" if wanted.startswith("en") else "zh"


def is_outside_number(number: str) -> bool:
    """May this be dialled through the trunk? 3 to 20 digits, with or without a leading plus."""
    digits = number.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 20
