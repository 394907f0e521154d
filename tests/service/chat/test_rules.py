"""Clocks, texts and phrases of chats, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.chat import rules
from wanhao.service.chat.rules import Silence

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ago(minutes: float | None) -> datetime | None:
    return None if minutes is None else NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("silent", "warned", "step"),
    [
        (None, None, Silence.NOTHING),  # it is not the customer's turn
        (9.9, None, Silence.NOTHING),
        (10, None, Silence.ASK),
        (11, 1, Silence.NOTHING),  # asked a minute ago
        (12, 2, Silence.END),
        (500, None, Silence.ASK),  # the worker was away for long: asked all the same
        (500, 0, Silence.NOTHING),
    ],
)
def test_silence(silent: float | None, warned: float | None, step: Silence) -> None:
    assert rules.after_silence(ago(silent), ago(warned), NOW, silence=10, grace=2) is step


@pytest.mark.parametrize(
    ("unanswered", "seen", "is_so"),
    [
        (None, None, False),
        (2.9, None, False),
        (3, None, True),
        (10, 2.9, False),  # the agent was there a little while ago
        (10, 3, True),
    ],
)
def test_forgotten(unanswered: float | None, seen: float | None, is_so: bool) -> None:
    assert rules.is_forgotten(ago(unanswered), ago(seen), NOW, minutes=3) is is_so


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  你好\r\n网速慢 \n", "你好\n网速慢"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("👨‍👩‍👧 ok", "👨‍👩‍👧 ok"),  # joined emoji stay joined
        ("\ud800", ""),
    ],
)
def test_texts_as_kept(typed: str, kept: str) -> None:
    assert rules.cleaned(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert rules.cleaned(rules.cleaned(text)) == rules.cleaned(text)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("王小明", "王先生/女士"), ("Alice Brown", ""), ("", ""), ("万和科技有限公司", "")],
)
def test_how_a_customer_is_spoken_to(name: str, spoken: str) -> None:
    assert rules.spoken_to(name) == spoken


def test_a_phrase_with_other_braces_stays() -> None:
    assert (
        rules.filled("{customer}您好，我是{agent} {x}", customer="王先生", agent="8001") == "王先生您好，我是8001 {x}"
    )
