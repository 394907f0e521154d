"""One JSON line an event, with process and contact, and without private numbers."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from wanhao.common.logs import about_contact, configure


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What was logged; the logging of the tests is put back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    structlog.contextvars.clear_contextvars()  # an earlier request of the same thread may have left its name
    stream = io.StringIO()
    configure("web", level="INFO", as_json=True, stream=stream)
    yield stream
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()


def last(stream: io.StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return found


def test_a_line_says_which_process_and_which_contact(lines: io.StringIO) -> None:
    with about_contact(17):
        structlog.get_logger("wanhao.test").info("ringing", agent="8001")
    assert last(lines) | {"timestamp": ""} == {
        "process": "web",
        "event": "ringing",
        "agent": "8001",
        "contact": 17,
        "level": "info",
        "logger": "wanhao.test",
        "timestamp": "",
    }
    structlog.get_logger("wanhao.test").info("afterwards")
    assert "contact" not in last(lines)


def test_lines_of_libraries_carry_the_contact_too(lines: io.StringIO) -> None:
    with about_contact(18):
        logging.getLogger("some.library").warning("slow: %s ms", 12)
    assert (last(lines)["event"], last(lines)["contact"]) == ("slow: 12 ms", 18)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call from 12100001234 begins", "call from 121****1234 begins"),  # a mobile
        ("id 11010519491231002X seen", "id 110***********002X seen"),  # an identity number
        ("contact 1795309152081 of 20261122", "contact 1795309152081 of 20261122"),  # numbers of ours stay
        ("took 0.12100001234 s", "took 0.12100001234 s"),
    ],
)
def test_private_numbers_never_get_through(lines: io.StringIO, text: str, shown: str) -> None:
    structlog.get_logger("wanhao.test").info(text, detail=text)
    assert (last(lines)["event"], last(lines)["detail"]) == (shown, shown)


def test_nor_in_a_traceback(lines: io.StringIO) -> None:
    try:
        raise ValueError("no such caller 12100001234")
    except ValueError:
        structlog.get_logger("wanhao.test").exception("failed")
    assert "12100001234" not in lines.getvalue()
    assert "no such caller 121****1234" in last(lines)["exception"]
