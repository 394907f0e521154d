"""A flow as it is kept and edited: steps, where it begins, and where the steps stand on the canvas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.service.ivr.rules import Kind, Step

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
WORD = re.compile(r"[a-z0-9_*#-]{1,40}")
MOST_STEPS, LONGEST_TEXT, LONGEST_NAME, FARTHEST = 300, 1000, 40, 100_000
COLUMN, HEAD, LINE, GAP = 300, 64, 20, 52  # of the automatic layout, in pixels of the canvas: as the editor draws steps
LIMITS = {"timeout_seconds": (1, 60), "attempts": (1, 9)}
NAMES = ("name_zh", "name_en")
TEXTS = (*NAMES, "text_zh", "text_en", "sound_zh", "sound_en", "language", "queue", "hours", "fact", "business_type")
Place = tuple[int, int]


@dataclass(frozen=True)
class Graph:
    """A whole flow."""

    start: str
    steps: Mapping[str, Step] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


def as_document(graph: Graph) -> dict[str, Any]:
    """The graph as plain JSON: what is kept in the database and what the editor works on."""
    return {"start": graph.start, "nodes": [_as_node(graph, step) for step in graph.steps.values()]}


def _as_node(graph: Graph, step: Step) -> dict[str, Any]:
    plain = Step("", Kind.MENU)
    node: dict[str, Any] = {"code": step.code, "kind": step.kind.value, "branches": dict(step.branches)}
    node["x"], node["y"] = graph.places.get(step.code, (0, 0))
    for name in (*TEXTS, *LIMITS):
        if getattr(step, name) != getattr(plain, name):
            node[name] = getattr(step, name)
    return node


def from_document(document: Any) -> Graph:
    """Read what `as_document` or the editor wrote; Invalid says what cannot be."""
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list):
        raise Invalid(graph=_("This is no voice menu."))
    nodes = document["nodes"]
    if len(nodes) > MOST_STEPS:
        raise Invalid(graph=_("A voice menu has at most %(most)d steps.") % {"most": MOST_STEPS})
    steps: dict[str, Step] = {}
    places: dict[str, Place] = {}
    for node in nodes:
        step = _step_of(node)
        if step.code in steps:
            raise Invalid(graph=_("Two steps are called “%(code)s”.") % {"code": step.code})
        steps[step.code] = step
        places[step.code] = (_whole(node.get("x"), FARTHEST), _whole(node.get("y"), FARTHEST))
    return Graph(str(document.get("start", "")), steps, places)


def _step_of(node: Any) -> Step:
    code = str(node.get("code", "")) if isinstance(node, dict) else ""
    if not CODE.fullmatch(code):
        raise Invalid(
            graph=_("“%(code)s” is no name for a step: small letters, digits and dashes.") % {"code": code[:50]}
        )
    if node.get("kind") not in set(Kind):
        raise Invalid(graph=_("“%(code)s” is of a kind that does not exist.") % {"code": code})
    branches = node.get("branches", {})
    if not isinstance(branches, dict) or not all(
        WORD.fullmatch(word) and isinstance(to, str) and CODE.fullmatch(to) for word, to in branches.items()
    ):
        raise Invalid(graph=_("“%(code)s” has a branch that cannot be.") % {"code": code})
    values: dict[str, Any] = {name: str(node.get(name, ""))[:LONGEST_TEXT].strip() for name in TEXTS}
    values |= {name: values[name][:LONGEST_NAME] for name in NAMES}
    for name, (least, most) in LIMITS.items():
        values[name] = min(most, max(least, _whole(node.get(name, getattr(Step, name)), most)))
    return Step(code, Kind(node["kind"]), dict(branches), **values)


def _whole(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return 0
    return int(max(-most, min(most, value)))


def arranged(graph: Graph) -> Graph:
    """The same graph with every step in its place: left to right by distance from the start, none on another."""
    depth = _depths(graph)
    below: dict[int, int] = {}
    places: dict[str, Place] = {}
    for code, column in depth.items():
        places[code] = (column * COLUMN, below.get(column, 0))
        below[column] = places[code][1] + HEAD + LINE * len(graph.steps[code].branches) + GAP
    return Graph(graph.start, graph.steps, places)


def _depths(graph: Graph) -> dict[str, int]:
    """Steps from the start, in the order they are met; what is never met stands in the last column."""
    depth = {graph.start: 0} if graph.start in graph.steps else {}
    ahead = list(depth)
    while ahead:
        code = ahead.pop(0)
        for _word, to in sorted(graph.steps[code].branches.items(), key=_as_read):
            if to in graph.steps and to not in depth:
                depth[to] = depth[code] + 1
                ahead.append(to)
    last = max(depth.values(), default=-1) + 1
    return depth | {code: last for code in graph.steps if code not in depth}


def _as_read(branch: tuple[str, str]) -> tuple[int, str]:
    """Keys as on a telephone, then the words."""
    place = "1234567890*#".find(branch[0])
    return (place if place >= 0 else 99), branch[0]


@dataclass(frozen=True)
class Difference:
    """What became of one step between two graphs."""

    code: str
    change: str  # added, removed, changed
    parts: tuple[str, ...] = ()


def differences(old: Graph, new: Graph) -> list[Difference]:
    """Step by step, in the order of their names; moving a step on the canvas is no difference."""
    found = []
    for code in sorted(old.steps.keys() | new.steps.keys()):
        if code not in old.steps:
            found.append(Difference(code, "added"))
        elif code not in new.steps:
            found.append(Difference(code, "removed"))
        elif parts := _changed_parts(old.steps[code], new.steps[code]):
            found.append(Difference(code, "changed", parts))
    if old.start != new.start:
        found.append(Difference(new.start, "start"))
    return found


def _changed_parts(old: Step, new: Step) -> tuple[str, ...]:
    names = [part.name for part in fields(Step)]
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
