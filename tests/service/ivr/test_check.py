"""What the check finds in a flow, in English."""

from dataclasses import replace

import pytest
from django.utils import translation

from wanhao.service.ivr import check
from wanhao.service.ivr.check import House
from wanhao.service.ivr.demo_flow import demo_graph
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.rules import Kind, Step

HOUSE = House(
    queues={"general": True, "fault": True, "complaint": True, "english": True, "old": False},
    hours={"hotline": True, "never": False},
    regions=frozenset({"dongjiang"}),
)
QUEUE = Step("q", Kind.QUEUE, queue="general")
ENGLISH = Step("a", Kind.LANGUAGE, {"next": "b"}, language="en")
HELLO = ("您好", "Hello")
BOTH = {"invalid": "q", "timeout": "q"}


def found(*steps: Step, errors: bool = True) -> set[str]:
    """Errors (or the advice) about a flow that begins with the first step."""
    flow = Graph(steps[0].code, {step.code: step for step in steps})
    with translation.override("en"):
        return {f"{p.step}: {p.text}" for p in check.problems(flow, HOUSE) if p.is_error is errors}


def test_the_demonstrations_menu_has_no_errors() -> None:
    with translation.override("en"):
        told = check.problems(demo_graph(), HOUSE)
    assert [p for p in told if p.is_error] == []
    assert {(p.step, p.text) for p in told} == {("after-hours", "Key 0 should lead to a person.")}


@pytest.mark.parametrize(
    ("steps", "errors"),
    [
        # a whole menu has none
        ([Step("a", Kind.MENU, {"0": "q", "1": "q", **BOTH}, *HELLO), QUEUE], set()),
        # nobody could choose anything
        ([Step("a", Kind.MENU, {"timeout": "q"}, *HELLO), QUEUE], {"a: A dead end: the branch “1” is missing."}),
        # a branch to nowhere
        (
            [Step("a", Kind.MENU, {"1": "gone", "2": "q"}, *HELLO), QUEUE],
            {"a: The branch “1” leads nowhere."},
        ),
        # a message without a word
        ([Step("a", Kind.MESSAGE, {"next": "q"}), QUEUE], {"a: This step says nothing: write its text or record it."}),
        # half of the opening hours, and hours that are gone
        (
            [Step("a", Kind.HOURS, {"open": "q"}, hours="gone"), QUEUE],
            {"a: A dead end: the branch “closed” is missing.", "a: Choose the opening hours."},
        ),
        # no Chinese
        ([Step("a", Kind.MESSAGE, {"next": "q"}, "", "Hello"), QUEUE], {"a: The Chinese text is missing."}),
        # English chosen, and then no English
        (
            [ENGLISH, Step("b", Kind.MESSAGE, {"next": "q"}, "您好"), QUEUE],
            {"b: Callers who chose English come here: write the English text."},
        ),
        # queues
        ([Step("a", Kind.QUEUE)], {"a: Choose the queue callers come to."}),
        ([Step("a", Kind.CALLBACK, queue="old")], {"a: The queue “old” is out of use."}),
        # a branch that is never taken, a language we do not speak
        (
            [Step("a", Kind.LANGUAGE, {"next": "q", "1": "q"}, language="fr"), QUEUE],
            {"a: A step of this kind never takes the branch “1”.", "a: Choose a language."},
        ),
        # questions about the caller
        ([Step("a", Kind.BRANCH, {"else": "q", "vip": "q"}, fact="height"), QUEUE],
         {"a: Choose what is asked about the caller."}),
        ([Step("a", Kind.BRANCH, {"else": "q", "mars": "q"}, fact="region"), QUEUE], {"a: There is no region “mars”."}),
        ([Step("a", Kind.BRANCH, {"vip": "q"}, fact="tier"), QUEUE], {"a: A dead end: the branch “else” is missing."}),
        # the text promises a key that leads nowhere, in either language
        (
            [Step("a", Kind.MENU, {"1": "q"}, "查询请按一，人工服务请按零", "Press 1, or press 9"), QUEUE],
            {"a: The text offers key 0, but it leads nowhere.", "a: The text offers key 9, but it leads nowhere."},
        ),
    ],
)  # fmt: skip
def test_errors(steps: list[Step], errors: set[str]) -> None:
    assert found(*steps) == errors


def test_circles_and_traps() -> None:
    a, b = Step("a", Kind.MESSAGE, {"next": "b"}, *HELLO), Step("b", Kind.MESSAGE, {"next": "a"}, *HELLO)
    assert found(a, b) == {
        "a: This step comes back to itself without asking the caller for a key.",
        "b: This step comes back to itself without asking the caller for a key.",
        "a: From here no end can be reached: no queue, no message, no goodbye.",
        "b: From here no end can be reached: no queue, no message, no goodbye.",
    }
    menu = Step("a", Kind.MENU, {"1": "b", "0": "b"}, *HELLO)
    assert "a: From here no end can be reached: no queue, no message, no goodbye." in found(menu, b)


def test_what_callers_want_and_where_they_may_wait() -> None:
    asked = Step("q", Kind.QUEUE, queue="general", business_type="Lost Card!")
    assert found(asked) == {"q: A business type is a code of at most 20 small letters, digits and dashes."}
    with translation.override("en"):
        chats = House(queues={"general": True}, without_calls=frozenset({"general"}))
        told = check.problems(Graph("q", {"q": replace(asked, business_type="sim_loss")}), chats)
    assert [p.text for p in told if p.is_error] == ["The queue “general” takes no calls."]


def test_advice() -> None:
    menu = Step("a", Kind.MENU, {"1": "bill"}, "您好")
    bill = Step("bill", Kind.BILL, {"next": "bye"})
    assert found(menu, bill, Step("bye", Kind.HANG_UP), Step("lonely", Kind.HANG_UP), errors=False) == {
        "a: Callers never reach a person: no queue can be reached.",
        "a: The English text is missing: English callers hear Chinese.",
        "a: Nothing follows after wrong keys: the call then ends with a goodbye.",
        "a: Nothing follows when no key is pressed: the call then ends with a goodbye.",
        "a: Key 0 should lead to a person.",
        "bill: No PIN check leads here: this step asks for the PIN itself, and goes on when it is wrong.",
        "lonely: No call can come to this step.",
    }
    progress = Step("a", Kind.PROGRESS, {"next": "bye"})
    assert any("PIN" in told for told in found(progress, Step("bye", Kind.HANG_UP), errors=False))
    checked = Step("a", Kind.PIN, {"right": "bill", "wrong": "bye"})
    assert not any("PIN" in told for told in found(checked, bill, Step("bye", Kind.HANG_UP), errors=False))
    assert found(Step("a", Kind.HOURS, {"open": "q", "closed": "q"}, hours="never"), QUEUE, errors=False) == {
        "a: The hours “never” never open: enter their periods."
    }
    assert found(Step("a", Kind.BRANCH, {"else": "q"}, fact="tier"), QUEUE, errors=False) == {
        "a: All callers go the same way here: add an answer."
    }


def test_without_a_beginning_nothing_else_is_said() -> None:
    with translation.override("en"):
        told = check.problems(Graph("gone", {"q": QUEUE}), HOUSE)
    assert [p.text for p in told] == ["Choose the step where every call begins."]


@pytest.mark.parametrize(
    ("text", "language", "keys"),
    [
        ("查询余额请按一，人工服务请按零。", "zh", "10"),
        ("结束请按井号键，返回请按星号键。", "zh", "#*"),
        ("请按1键，或按2。", "zh", "12"),
        ("请按照提示操作。", "zh", ""),  # 按照 is no key
        ("For your balance, press 1. Or Press 0.", "en", "10"),
        ("Please press 15", "en", ""),  # not a key
    ],
)
def test_keys_a_text_offers(text: str, language: str, keys: str) -> None:
    assert check.offered_keys(text, language) == frozenset(keys)
