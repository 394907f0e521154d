"""A flow as a document: read, written, arranged, compared."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.common.errors import Invalid
from wanhao.service.ivr import graph
from wanhao.service.ivr.demo_flow import demo_graph
from wanhao.service.ivr.graph import Difference, Graph
from wanhao.service.ivr.rules import Kind, Step


def test_a_graph_comes_back_as_it_was_written() -> None:
    whole = demo_graph()
    assert graph.from_document(graph.as_document(whole)) == whole


@pytest.mark.parametrize(
    "document",
    [
        None,
        {"start": "a"},
        {"nodes": [{"code": "A b", "kind": "menu"}]},  # no name for a step
        {"nodes": [{"code": "a:1", "kind": "menu"}]},  # would be read as a key in the way taken
        {"nodes": [{"code": "a", "kind": "teleport"}]},
        {"nodes": [{"code": "a", "kind": "menu"}, {"code": "a", "kind": "queue"}]},  # twice
        {"nodes": [{"code": "a", "kind": "menu", "branches": {"1": 7}}]},
        {"nodes": [{"code": "a", "kind": "menu", "branches": ["b"]}]},
        {"nodes": [{"code": f"s{n}", "kind": "menu"} for n in range(graph.MOST_STEPS + 1)]},
        {"nodes": ["a"]},
    ],
)
def test_what_is_no_menu_is_refused(document: Any) -> None:
    with pytest.raises(Invalid):
        graph.from_document(document)


def test_figures_are_brought_within_their_limits() -> None:
    node = {"code": "a", "kind": "menu", "timeout_seconds": 900, "attempts": 0, "x": float("nan"), "y": 1e99}
    one = graph.from_document({"start": "a", "nodes": [node]})
    assert (one.steps["a"].timeout_seconds, one.steps["a"].attempts) == (60, 1)
    assert one.places["a"] == (0, graph.FARTHEST)


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.dictionaries(st.sampled_from("0123"), st.sampled_from("abcdefgh")))
)
def test_arranged_steps_never_lie_on_each_other(branches: dict[str, dict[str, str]]) -> None:
    steps = {code: Step(code, Kind.MENU, to) for code, to in branches.items()}
    arranged = graph.arranged(Graph(next(iter(steps), ""), steps))
    assert arranged.places.keys() == steps.keys()
    assert len(set(arranged.places.values())) == len(steps)


def test_differences_are_told_step_by_step() -> None:
    old = demo_graph()
    steps = {code: step for code, step in old.steps.items() if code != "night-balance"}
    steps["welcome"] = replace(old.steps["welcome"], text_zh="您好。")
    steps["new"] = Step("new", Kind.HANG_UP)
    new = Graph("new", steps, dict.fromkeys(steps, (1, 1)))
    assert graph.differences(old, new) == [
        Difference("new", "added"),
        Difference("night-balance", "removed"),
        Difference("welcome", "changed", ("text_zh",)),
        Difference("new", "start"),
    ]
    moved = Graph(old.start, old.steps, dict.fromkeys(old.steps, (5, 5)))
    assert graph.differences(old, moved) == []  # where a step stands changes nothing for callers
