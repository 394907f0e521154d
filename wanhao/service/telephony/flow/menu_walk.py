"""A caller walks through a voice menu, until a queue or another end. Knows neither SIP nor the database.

Whoever walks hears and presses keys through a `Line`; what the menu wants to know comes from `Answers`. A live call
has the real ones, a rehearsal in the editor those of paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone

from wanhao.service.ivr import rules
from wanhao.service.ivr.rules import AskAgain, Go, Kind, Move, Step, Stop
from wanhao.service.telephony.flow import self_service
from wanhao.service.telephony.flow.pin_entry import ask_pin, change_pin

if TYPE_CHECKING:
    from wanhao.records.customers.gateways import Bill
    from wanhao.records.customers.pins import PinCheck
    from wanhao.service.ivr.answers import Progress
    from wanhao.service.ivr.rules import Caller
    from wanhao.service.telephony.menu import Flow, Menu


class Line(Protocol):
    """The caller's ear and keys. Codes are those of the phrasebook."""

    language: str

    async def say(self, code: str, **values: str) -> None:
        """Say a prompt to its end."""

    async def say_private(self, code: str, **values: str) -> None:
        """Say something about the caller alone, leaving no sound behind."""

    async def tell(self, code: str) -> None:
        """Say a prompt unless a key is pressed, which is kept for the next question."""

    async def ask(self, code: str, seconds: float) -> str | None:
        """Say a prompt and wait for one key."""

    async def enter(self, code: str, count: int, seconds: float) -> str:
        """Say a prompt and wait for so many keys; they are given to nobody else and kept nowhere."""


class Answers(Protocol):
    """What the menu is told. Methods raise Untold when a system does not answer."""

    async def caller(self) -> Caller:
        """Who calls."""

    async def opening(self, hours_id: int | None, at: datetime) -> str:
        """open, closed or holiday."""

    async def choose_language(self, language: str) -> None:
        """The caller wants this language."""

    async def balance(self) -> Decimal | None:
        """Of the caller's account."""

    async def last_bill(self) -> Bill | None:
        """Of the caller's account."""

    async def progress(self, language: str) -> list[Progress]:
        """Of the caller's tickets, in words."""

    async def pin_state(self) -> PinCheck:
        """Can a PIN be checked?"""

    async def check_pin(self, pin: str) -> PinCheck:
        """Is it the right one?"""

    async def set_pin(self, pin: str) -> bool:
        """Take a new one; False when it is guessed too easily."""


@dataclass(frozen=True)
class Ending:
    """How a walk ended: the kind of its last step, the queue it leads to, and what the caller wants there."""

    kind: Kind
    queue: str = ""
    business_type: str = ""


class Walk:
    """One caller's way through a flow."""

    def __init__(self, line: Line, answers: Answers, flow: Flow, menu: Menu) -> None:
        self.line, self.answers, self.flow, self.menu = line, answers, flow, menu
        self.steps: list[str] = []  # the steps taken, each with what led on from it: `main-menu:0`
        self.at = ""  # the step the caller is at
        self.was_served = self.found_closed = self.is_verified = False
        self._caller: Caller | None = None
        self.announced: list[int] = []  # announcements heard on the way
        self._passed: set[int] = set()  # those that were due, whether for this caller or not

    async def run(self) -> Ending:
        """From the first step to an end."""
        await self.announce("")
        move: Move = Go(self.flow.graph.start)
        for _step in range(rules.LONGEST_PATH):
            step = self.flow.graph.steps.get(move.to) if isinstance(move, Go) else None
            if step is None:
                await self.line.say("goodbye")
                return Ending(Kind.HANG_UP)
            self.at = step.code
            await self.announce(step.code)
            if step.kind in rules.ENDS:
                return await self.end(step)
            move = await self.take(step)
        raise RuntimeError("the voice menu runs in circles")

    async def end(self, step: Step) -> Ending:
        """The last step: say what it says."""
        prompt = self.flow.prompt_of(step)
        is_known = step.kind not in rules.TO_PERSON or step.queue in self.menu.queues
        if prompt or step.kind is Kind.HANG_UP or not is_known:
            await self.line.say(prompt or "goodbye")
        return Ending(step.kind, step.queue, step.business_type) if is_known else Ending(Kind.HANG_UP)

    async def take(self, step: Step) -> Move:
        """Do what one step says; where it leads."""
        match step.kind:
            case Kind.MENU:
                return await self.choose(step)
            case Kind.HOURS | Kind.BRANCH | Kind.PIN:
                words = await self.decide(step)
                self.steps.append(f"{step.code}:{words[0]}")
                return rules.branch(step, *words)
            case Kind.LANGUAGE:
                self.line.language = "en" if step.language == "en" else "zh"
                await self.answers.choose_language(self.line.language)
            case Kind.PIN_CHANGE:
                await change_pin(self)
            case kind if kind in rules.PRIVATE:
                await self_service.tell(self, step.kind)
        if prompt := self.flow.prompt_of(step):
            await self.line.tell(prompt)
        self.steps.append(step.code)
        return rules.branch(step, rules.NEXT)

    async def choose(self, step: Step) -> Move:
        """Say the choices and wait for a key, again after a wrong one."""
        for attempt in range(1, step.attempts + 1):
            key = await self.line.ask(self.flow.prompt_of(step), step.timeout_seconds)
            move = rules.after_key(step, key, attempt)
            self.steps.append(f"{step.code}:{key or rules.TIMEOUT}")
            if not isinstance(move, AskAgain):
                return move
            await self.line.say(move.prompt)
        return Stop()

    async def decide(self, step: Step) -> tuple[str, ...]:
        """What a step finds out: the word it goes by, and the one to go by where that leads nowhere."""
        if step.kind is Kind.PIN:
            return await ask_pin(self, step), rules.WRONG
        if step.kind is Kind.BRANCH:
            caller = replace(await self.caller(), language=self.line.language)
            return caller.answer(step.fact), rules.ELSE
        word = await self.answers.opening(self.menu.hours.get(step.hours), timezone.now())
        self.found_closed = word != rules.OPEN
        return word, rules.CLOSED

    async def caller(self) -> Caller:
        """Who calls; asked once."""
        if self._caller is None:
            self._caller = await self.answers.caller()
        return self._caller

    async def announce(self, step: str) -> None:
        """Say what is announced before this step, to those it concerns, once in a call."""
        due = [
            n for n in self.menu.notices if n.id not in self._passed and n.is_due(self.flow.code, step, timezone.now())
        ]
        for notice in due:
            self._passed.add(notice.id)
            if notice.is_for(await self.caller()):
                self.announced.append(notice.id)
                await self.line.say(notice.prompt)
