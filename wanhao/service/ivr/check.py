"""What is wrong with a flow, in sentences for the person who edits it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wanhao.service.ivr import rules
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.rules import Kind, Step

SPOKEN_KEYS = {**dict(zip("零一二三四五六七八九", "0123456789", strict=True)), "星号": "*", "井号": "#"}
OFFERED = {
    "zh": re.compile(r"[请可]?按(?:数字)?键?\s*([0-9零一二三四五六七八九]|星号|井号)(?:[号键]|(?=\D|$))"),
    "en": re.compile(r"\bpress\s+([0-9*#])(?!\d)", re.IGNORECASE),
}

BUSINESS_TYPE = re.compile(r"[a-z0-9_-]{1,20}")


@dataclass(frozen=True)
class Problem:
    """A sentence about a step. Errors make callers fall out of the menu and forbid publishing; the rest is advice."""

    step: str
    text: str
    is_error: bool = True


@dataclass(frozen=True)
class House:
    """What the flow may lead to: queues and opening hours by code, which of them are in use, regions by code."""

    queues: Mapping[str, bool] = field(default_factory=dict)  # code: in use
    hours: Mapping[str, bool] = field(default_factory=dict)  # code: opens at all
    regions: frozenset[str] = frozenset()
    without_calls: frozenset[str] = frozenset()  # queues where calls may not wait


def problems(graph: Graph, house: House) -> list[Problem]:
    """Everything that is wrong, errors first."""
    found = [*_of_whole(graph), *(one for step in graph.steps.values() for one in _of_step(graph, step, house))]
    return sorted(found, key=lambda problem: not problem.is_error)


def _of_whole(graph: Graph) -> Iterator[Problem]:
    steps = graph.steps
    if graph.start not in steps:
        yield Problem(graph.start, _("Choose the step where every call begins."))
        return
    reached = rules.reachable(steps, graph.start)
    for code in sorted(steps.keys() - reached):
        yield Problem(code, _("No call can come to this step."), is_error=False)
    for code in sorted(rules.circles(steps) & reached):
        yield Problem(code, _("This step comes back to itself without asking the caller for a key."))
    for code in sorted(rules.traps(steps) & reached):
        yield Problem(code, _("From here no end can be reached: no queue, no message, no goodbye."))
    if not any(steps[code].kind in rules.TO_PERSON for code in reached):
        yield Problem(graph.start, _("Callers never reach a person: no queue can be reached."), is_error=False)
    yield from _of_english(graph)
    yield from _of_private_steps(graph)


def _of_english(graph: Graph) -> Iterator[Problem]:
    """Who chose English hears English from there on."""
    chosen = {step.code: step.language for step in graph.steps.values() if step.kind is Kind.LANGUAGE}
    onward = {code: step for code, step in graph.steps.items() if chosen.get(code) != "zh"}
    starts = [code for code, language in chosen.items() if language == "en"]
    spoken = frozenset[str]().union(*(rules.reachable(onward, code) for code in starts))
    for code in sorted(spoken):
        if not graph.steps[code].is_silent and not graph.steps[code].says("en"):
            yield Problem(code, _("Callers who chose English come here: write the English text."))


def _of_private_steps(graph: Graph) -> Iterator[Problem]:
    """What is private is told after the PIN only: a step of its own says what follows when it is wrong."""
    free = {
        code: Step(code, step.kind, {word: to for word, to in step.branches.items() if word != rules.RIGHT})
        if step.kind is Kind.PIN
        else step
        for code, step in graph.steps.items()
    }
    for code in sorted(rules.reachable(free, graph.start)):
        if graph.steps[code].kind in rules.PRIVATE:
            text = _("No PIN check leads here: this step asks for the PIN itself, and goes on when it is wrong.")
            yield Problem(code, text, is_error=False)


def _of_step(graph: Graph, step: Step, house: House) -> Iterator[Problem]:
    yield from _of_branches(graph, step)
    yield from _of_texts(step)
    yield from _of_targets(step, house)
    if step.kind is Kind.MENU:
        yield from _of_menu(step)


def _of_branches(graph: Graph, step: Step) -> Iterator[Problem]:
    for word in sorted(rules.unanswered(step)):
        yield Problem(step.code, _("A dead end: the branch “%(word)s” is missing.") % {"word": word})
    allowed = rules.words_of(step)
    for word, to in sorted(step.branches.items()):
        if to not in graph.steps:
            yield Problem(step.code, _("The branch “%(word)s” leads nowhere.") % {"word": word})
        elif word not in allowed:
            yield Problem(step.code, _("A step of this kind never takes the branch “%(word)s”.") % {"word": word})


def _of_texts(step: Step) -> Iterator[Problem]:
    if step.is_silent:
        if step.kind in (Kind.MENU, Kind.MESSAGE):
            yield Problem(step.code, _("This step says nothing: write its text or record it."))
    elif not step.says("zh"):
        yield Problem(step.code, _("The Chinese text is missing."))
    elif not step.says("en"):
        yield Problem(step.code, _("The English text is missing: English callers hear Chinese."), is_error=False)


def _of_targets(step: Step, house: House) -> Iterator[Problem]:
    if step.kind in rules.TO_PERSON:
        yield from _of_queue(step, house)
    elif step.kind is Kind.HOURS:
        yield from _of_hours(step, house)
    elif step.kind is Kind.LANGUAGE and step.language not in rules.LANGUAGES:
        yield Problem(step.code, _("Choose a language."))
    elif step.kind is Kind.BRANCH:
        yield from _of_question(step, house)


def _of_queue(step: Step, house: House) -> Iterator[Problem]:
    if step.business_type and not BUSINESS_TYPE.fullmatch(step.business_type):
        yield Problem(step.code, _("A business type is a code of at most 20 small letters, digits and dashes."))
    if step.queue not in house.queues:
        yield Problem(step.code, _("Choose the queue callers come to."))
    elif not house.queues[step.queue]:
        yield Problem(step.code, _("The queue “%(code)s” is out of use.") % {"code": step.queue})
    elif step.queue in house.without_calls:
        yield Problem(step.code, _("The queue “%(code)s” takes no calls.") % {"code": step.queue})


def _of_hours(step: Step, house: House) -> Iterator[Problem]:
    if step.hours not in house.hours:
        yield Problem(step.code, _("Choose the opening hours."))
    elif not house.hours[step.hours]:
        text = _("The hours “%(code)s” never open: enter their periods.") % {"code": step.hours}
        yield Problem(step.code, text, is_error=False)


def _of_question(step: Step, house: House) -> Iterator[Problem]:
    if step.fact not in rules.FACTS:
        yield Problem(step.code, _("Choose what is asked about the caller."))
    elif step.fact == "region":
        for word in sorted(step.branches.keys() - house.regions - {rules.ELSE}):
            yield Problem(step.code, _("There is no region “%(code)s”.") % {"code": word})
    if step.branches.keys() <= {rules.ELSE}:
        yield Problem(step.code, _("All callers go the same way here: add an answer."), is_error=False)


def _of_menu(step: Step) -> Iterator[Problem]:
    for word, text in (
        (rules.INVALID, _("Nothing follows after wrong keys: the call then ends with a goodbye.")),
        (rules.TIMEOUT, _("Nothing follows when no key is pressed: the call then ends with a goodbye.")),
    ):
        if word not in step.branches:
            yield Problem(step.code, text, is_error=False)
    if "0" not in step.branches:
        yield Problem(step.code, _("Key 0 should lead to a person."), is_error=False)
    keys = rules.KEYS & step.branches.keys()
    for language in rules.LANGUAGES:
        if getattr(step, f"sound_{language}"):
            continue  # what a recording offers is known to those who hear it
        for key in sorted(offered_keys(getattr(step, f"text_{language}"), language) - keys):
            yield Problem(step.code, _("The text offers key %(key)s, but it leads nowhere.") % {"key": key})


def offered_keys(text: str, language: str) -> frozenset[str]:
    """The keys a text tells callers to press: 人工请按零 → 0."""
    return frozenset(SPOKEN_KEYS.get(key, key) for key in OFFERED[language].findall(text))
