"""The voice menu as a small machine: a step and what happened in it give the next step. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEYS = frozenset("0123456789*#")
NEXT, INVALID, TIMEOUT = "next", "invalid", "timeout"
OPEN, CLOSED, HOLIDAY = "open", "closed", "holiday"
RIGHT, WRONG, LOCKED, NONE = "right", "wrong", "locked", "none"
ELSE, STAR = "else", "*"
LANGUAGES = ("zh", "en")
LONGEST_PATH = 100  # steps in one call; a menu that runs in circles without the caller is ended here


class Kind(StrEnum):
    """What a step does."""

    MENU = "menu"
    MESSAGE = "message"
    HOURS = "hours"
    LANGUAGE = "language"
    BRANCH = "branch"
    PIN = "pin"
    BALANCE = "balance"
    BILL = "bill"
    PROGRESS = "progress"
    PIN_CHANGE = "pin_change"
    QUEUE = "queue"
    CALLBACK = "callback"
    VOICE_MESSAGE = "voice_message"
    HANG_UP = "hang_up"


ENDS = frozenset({Kind.QUEUE, Kind.CALLBACK, Kind.VOICE_MESSAGE, Kind.HANG_UP})
TO_PERSON = frozenset({Kind.QUEUE, Kind.CALLBACK})
PRIVATE = frozenset({Kind.BALANCE, Kind.BILL, Kind.PROGRESS})  # told after the PIN only
FROM_PERSON = frozenset({Kind.MENU, Kind.PIN, Kind.PIN_CHANGE})  # steps that wait for the caller's keys

# What a step can ask about the caller, and the answers it can give; regions are answered by their codes.
FACTS: dict[str, tuple[str, ...]] = {
    "known": ("yes", "no"),
    "tier": ("standard", "silver", "gold", "vip"),
    "segment": ("home", "business", "high_value", "young"),
    "region": (),
    "language": LANGUAGES,
    "open_fault": ("yes", "no"),
    "special_need": ("yes", "no"),
    "arrears": ("yes", "no"),
}

FIXED_WORDS: dict[Kind, tuple[frozenset[str], frozenset[str]]] = {  # those a step must have, those it may have
    Kind.MENU: (frozenset(), KEYS | {INVALID, TIMEOUT}),
    Kind.HOURS: (frozenset({OPEN, CLOSED}), frozenset({HOLIDAY})),
    Kind.PIN: (frozenset({RIGHT, WRONG}), frozenset({LOCKED, NONE, STAR})),
    Kind.BRANCH: (frozenset({ELSE}), frozenset()),
}
ONWARD = (frozenset({NEXT}), frozenset[str]())


@dataclass(frozen=True)
class Step:
    """One step of the menu; `branches` lead from a key or a word to the code of another step."""

    code: str
    kind: Kind
    branches: Mapping[str, str] = field(default_factory=dict)
    text_zh: str = ""
    text_en: str = ""
    sound_zh: str = ""  # public ids of uploaded recordings, which replace the texts
    sound_en: str = ""
    timeout_seconds: int = 5
    attempts: int = 3
    language: str = ""
    queue: str = ""
    hours: str = ""
    fact: str = ""
    name_zh: str = ""  # what people call it; without one its code
    name_en: str = ""
    business_type: str = ""  # what those who come to a person this way want

    def says(self, language: str) -> bool:
        """Has it something to say in this language?"""
        return bool(self.text_zh or self.sound_zh) if language == "zh" else bool(self.text_en or self.sound_en)

    @property
    def is_silent(self) -> bool:
        """Does it say nothing at all?"""
        return not (self.says("zh") or self.says("en"))


@dataclass(frozen=True)
class Caller:
    """What is known of a caller, as far as the menu may ask."""

    number: str = field(default="", repr=False)
    known: str = "no"
    tier: str = ""
    segment: str = ""
    region: str = ""
    language: str = "zh"
    open_fault: str = "no"
    special_need: str = "no"
    arrears: str = "no"

    def answer(self, fact: str) -> str:
        """What a step that asks about this fact is told."""
        return str(getattr(self, fact)) if fact in FACTS else ""


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


def branch(step: Step, *words: str) -> Move:
    """Where the first of these words that leads somewhere leads; the end where none does."""
    return next((Go(step.branches[word]) for word in words if word in step.branches), Stop())


def words_of(step: Step) -> frozenset[str]:
    """The branches this step can take."""
    needed, allowed = FIXED_WORDS.get(step.kind, ONWARD)
    if step.kind in ENDS:
        return frozenset()
    if step.kind is Kind.BRANCH:
        known = FACTS.get(step.fact, ())
        return needed | (frozenset(known) if known else frozenset(step.branches))
    return needed | allowed


def unanswered(step: Step) -> frozenset[str]:
    """Branches a step must have and has not. A menu needs a key; its last words may end the call."""
    if step.kind in ENDS:
        return frozenset()
    if step.kind is Kind.MENU:
        return frozenset() if KEYS & step.branches.keys() else frozenset({"1"})
    return FIXED_WORDS.get(step.kind, ONWARD)[0] - step.branches.keys()


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


def reaching(steps: Mapping[str, Step], goals: Iterable[str]) -> frozenset[str]:
    """Codes of all steps from which one of the goals can be reached; the goals themselves too."""
    before: dict[str, list[str]] = {}
    for code, step in steps.items():
        for to in step.branches.values():
            before.setdefault(to, []).append(code)
    seen: set[str] = set()
    ahead = [goal for goal in goals if goal in steps]
    while ahead:
        code = ahead.pop()
        if code not in seen:
            seen.add(code)
            ahead.extend(before.get(code, ()))
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
            if at in steps and at not in seen and steps[at].kind not in FROM_PERSON:
                seen.add(at)
                ahead.extend(steps[at].branches.values())
        return False

    return frozenset(code for code, step in steps.items() if step.kind not in FROM_PERSON and returns(code))


def traps(steps: Mapping[str, Step]) -> frozenset[str]:
    """Steps from which no end of the menu can be reached: callers can only hang up."""
    ends = [code for code, step in steps.items() if step.kind in ENDS]
    return frozenset(steps) - reaching(steps, ends)


def is_for(caller: Caller, *, prefixes: Iterable[str], regions: Iterable[str]) -> bool:
    """Is something meant for this caller? Either area is enough; without any it is for all."""
    prefixes, regions = tuple(prefixes), tuple(regions)
    if not prefixes and not regions:
        return True
    return bool(prefixes and caller.number.startswith(prefixes)) or (caller.region in regions if regions else False)
