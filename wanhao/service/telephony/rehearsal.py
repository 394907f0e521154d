"""Walking a draft without callers: on paper, key by key, or by telephone with answers that are made up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from wanhao.foundation.accounts.models import Staff
from wanhao.records.customers import pin_rules
from wanhao.records.customers.gateways import Bill
from wanhao.records.customers.pins import PinAnswer, PinCheck
from wanhao.service.ivr import graph, queries, rules
from wanhao.service.ivr.answers import Progress, opening
from wanhao.service.ivr.rules import Caller
from wanhao.service.speech.prompts import Phrasebook, own_prompts
from wanhao.service.telephony import menu
from wanhao.service.telephony.flow.menu_walk import Walk
from wanhao.service.telephony.menu import Flow, Menu

if TYPE_CHECKING:
    from wanhao.service.ivr.graph import Graph

DRAFT_NUMBER = "draft-"  # what is dialled to hear a draft, followed by the code of its menu
SAMPLE_PIN = "246813"
SAMPLE_TICKETS = {
    "zh": (Progress("GD261120-000123", "故障", "处理中"), Progress("GD261121-000045", "咨询", "已解决")),
    "en": (
        Progress("GD261120-000123", "Fault", "In progress"),
        Progress("GD261121-000045", "Consultation", "Resolved"),
    ),
}


@dataclass(frozen=True)
class Heard:
    """Something said, at which step, or the key pressed in answer."""

    step: str
    text: str
    language: str
    is_key: bool = False


@dataclass(frozen=True)
class Rehearsal:
    """How far a rehearsal came: what was heard, where it stands, and what it waits for."""

    heard: tuple[Heard, ...]
    at: str
    steps: tuple[str, ...]
    waits_for: str = ""  # key, digits, or nothing when it is over
    ending: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Pretence:
    """What a rehearsal pretends: who calls, and whether the house is open (empty: as it is now)."""

    caller: Caller = field(default_factory=Caller)
    opening: str = ""


class Waits(Exception):
    """The rehearsal has used up its keys and waits for `what`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class PaperLine:
    """A caller's ear and keys on paper."""

    def __init__(self, phrases: Phrasebook, keys: Sequence[str], language: str) -> None:
        self.language = language
        self.heard: list[Heard] = []
        self.walk: Walk | None = None
        self._phrases, self._keys = phrases, list(keys)

    async def say(self, code: str, **values: str) -> None:
        """Write down what is said."""
        said = self._phrases.said(code, self.language, **values)
        text = said.text or self._phrases.text(code, said.language)
        self.heard.append(Heard(self._at(), text, said.language))

    say_private = say

    async def tell(self, code: str) -> None:
        """Nobody interrupts on paper."""
        await self.say(code)

    async def ask(self, code: str, seconds: float) -> str | None:
        """The next key of the script; an empty one is no key."""
        if code:
            await self.say(code)
        return self._next("key")[:1] or None

    async def enter(self, code: str, count: int, seconds: float) -> str:
        """The next keys of the script."""
        await self.say(code)
        return self._next("digits").partition("#")[0][:count]

    def _next(self, what: str) -> str:
        if not self._keys:
            raise Waits(what)
        key = self._keys.pop(0)
        self.heard.append(Heard(self._at(), key, self.language, is_key=True))
        return key

    def _at(self) -> str:
        return self.walk.at if self.walk else ""


class MadeUpAnswers:
    """Answers of no real customer; the sample PIN is right."""

    def __init__(self, pretence: Pretence, openings: Mapping[int, str]) -> None:
        self._pretence, self._openings, self._wrong = pretence, openings, 0

    async def caller(self) -> Caller:
        """The caller we pretend to have."""
        return self._pretence.caller

    async def opening(self, hours_id: int | None, at: datetime) -> str:
        """As pretended, else as it is now."""
        return self._pretence.opening or self._openings.get(hours_id or 0, rules.OPEN)

    async def choose_language(self, language: str) -> None:
        """Nobody notes it."""

    async def balance(self) -> Decimal | None:
        """A sample."""
        return Decimal("123.45")

    async def last_bill(self) -> Bill | None:
        """A sample of last month."""
        today = timezone.localdate()
        month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return Bill("", month, Decimal("99.00"), date(today.year, today.month, 28))

    async def progress(self, language: str) -> list[Progress]:
        """Two samples."""
        return list(SAMPLE_TICKETS["en" if language == "en" else "zh"])

    async def pin_state(self) -> PinCheck:
        """There is a PIN until it is locked."""
        if self._wrong >= pin_rules.MOST_WRONG:
            return PinCheck(PinAnswer.LOCKED)
        return PinCheck(PinAnswer.RIGHT, pin_rules.MOST_WRONG - self._wrong)

    async def check_pin(self, pin: str) -> PinCheck:
        """The sample is right."""
        self._wrong = 0 if pin == SAMPLE_PIN else self._wrong + 1
        if self._wrong >= pin_rules.MOST_WRONG:
            return PinCheck(PinAnswer.LOCKED)
        answer = PinAnswer.WRONG if self._wrong else PinAnswer.RIGHT
        return PinCheck(answer, pin_rules.MOST_WRONG - self._wrong)

    async def set_pin(self, pin: str) -> bool:
        """Taken unless it is weak, and forgotten."""
        return not pin_rules.is_weak_pin(pin)


def draft_menu(code: str, draft: Graph) -> tuple[Flow, Menu]:
    """A draft as a call would walk it, with all prompts it needs; announcements are those of this moment."""
    flow = Flow(code, 0, draft)
    current = menu.current_menu()
    announced = {notice.prompt: current.phrases.prompt(notice.prompt) for notice in current.notices}
    phrases = Phrasebook(own_prompts() | menu.prompts_of(flow) | announced)
    return flow, replace(current, phrases=phrases)


def openings_now(whole: Menu) -> dict[int, str]:
    """Which opening hours are open at this moment."""
    now = timezone.now()
    return {hours_id: opening(hours_id, now) for hours_id in whole.hours.values()}


def draft_to_call(staff_number: str, code: str) -> tuple[Flow, Menu, MadeUpAnswers]:
    """The draft a member of staff wants to hear by telephone; NotFound beyond their reach."""
    row = queries.flow(code, Staff.objects.get(staff_number=staff_number, is_active=True))
    flow, whole = draft_menu(row.code, graph.from_document(row.draft))
    return flow, whole, MadeUpAnswers(Pretence(), openings_now(whole))


def rehearse(
    flow: Flow, whole: Menu, keys: Sequence[str], *, language: str = "zh", pretence: Pretence | None = None
) -> Rehearsal:
    """Walk from the beginning with these keys; the same keys always lead to the same place."""
    line = PaperLine(whole.phrases, keys, language)
    walk = line.walk = Walk(line, MadeUpAnswers(pretence or Pretence(), openings_now(whole)), flow, whole)
    waits_for, ending, queue = "", "", ""
    try:
        end = asyncio.run(walk.run())
        ending, queue = end.kind.value, end.queue
    except Waits as waits:
        waits_for = waits.what
    except RuntimeError:
        ending = "circle"
    return Rehearsal(tuple(line.heard), walk.at, tuple(walk.steps), waits_for, ending, queue)
