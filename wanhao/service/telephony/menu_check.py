"""What is wrong with a voice menu, in sentences for the person who edits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wanhao.service.telephony import rules
from wanhao.service.telephony.rules import Kind, Step


@dataclass(frozen=True)
class Problem:
    """A sentence about a step; a grave one makes callers fall out of the menu."""

    step: str
    text: str
    is_grave: bool = True


def problems(
    steps: Mapping[str, Step], entrances: Mapping[str, str], texts: Mapping[str, tuple[str, str]]
) -> list[Problem]:
    """All problems of a menu: `entrances` maps numbers dialled to first steps, `texts` prompts to zh and en."""
    found = [problem for step in steps.values() for problem in _of_step(steps, step, texts)]
    reached = frozenset[str]().union(*(rules.reachable(steps, first) for first in entrances.values()))
    for code in sorted(steps.keys() - reached):
        found.append(Problem(code, _("No number and no branch leads to this step."), is_grave=False))
    for code in sorted(rules.circles(steps)):
        found.append(Problem(code, _("This step comes back to itself without asking the caller for a key.")))
    for number, first in entrances.items():
        if not any(steps[code].kind is Kind.QUEUE for code in rules.reachable(steps, first) if code in steps):
            text = _("Callers of %(number)s never reach a person: no queue can be reached.") % {"number": number}
            found.append(Problem(first, text, is_grave=False))
    return found


def _of_step(steps: Mapping[str, Step], step: Step, texts: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    for word in sorted(rules.unanswered(step)):
        yield Problem(step.code, _("The branch “%(word)s” is missing.") % {"word": word})
    for word, to in sorted(step.branches.items()):
        if to not in steps:
            yield Problem(step.code, _("The branch “%(word)s” leads nowhere.") % {"word": word})
        elif word not in rules.words_of(step.kind):
            yield Problem(step.code, _("A step of this kind never takes the branch “%(word)s”.") % {"word": word})
    yield from _of_content(step, texts)


def _of_content(step: Step, texts: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    if step.prompt:
        yield from _of_prompt(step, *texts.get(step.prompt, ("", "")))
    elif step.kind in (Kind.MENU, Kind.MESSAGE):
        yield Problem(step.code, _("This step says nothing: choose a prompt."))
    if step.kind is Kind.QUEUE and not step.queue:
        yield Problem(step.code, _("Choose the queue callers come to."))
    if step.kind is Kind.HOURS and step.hours_id is None:
        yield Problem(step.code, _("Choose the opening hours."))
    if step.kind is Kind.LANGUAGE and step.language not in rules.LANGUAGES:
        yield Problem(step.code, _("Choose a language: zh or en."))
    if step.kind is Kind.MENU and "0" not in step.branches:
        yield Problem(step.code, _("Key 0 should lead to a person."), is_grave=False)


def _of_prompt(step: Step, zh: str, en: str) -> Iterator[Problem]:
    if not zh:
        yield Problem(step.code, _("The prompt “%(code)s” has no Chinese text.") % {"code": step.prompt})
    if not en:
        text = _("The prompt “%(code)s” has no English text.") % {"code": step.prompt}
        yield Problem(step.code, text, is_grave=False)
