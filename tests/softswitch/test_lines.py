"""Numbers with a limit of lines: who comes beyond hears busy, and every line comes back."""

import asyncio

import pytest

from softswitch.dialog import Dialog
from softswitch.errors import DialFailed
from softswitch.lines import UNUSED_SECONDS, LimitedNumbers
from tests.softswitch.conftest import House, until

VOTE = "95001"


def invite(call_id: str, number: str = VOTE, to_tag: str = "") -> bytes:
    return (
        f"INVITE sip:{number}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:7001;branch=z9hG4bK{call_id}\r\n"
        f"f: <sip:12100000001@127.0.0.1>;tag=caller\r\nTo: <sip:{number}@127.0.0.1>{to_tag}\r\n"
        f"i: {call_id}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    ).encode()


@pytest.fixture
def numbers() -> LimitedNumbers:
    limited = LimitedNumbers()
    limited.limit({VOTE: 2})
    return limited


def test_calls_beyond_the_lines_hear_busy_and_are_counted_once(numbers: LimitedNumbers) -> None:
    assert numbers.answer(invite("a")) is None
    assert numbers.answer(invite("b")) is None
    first, again = numbers.answer(invite("c")), numbers.answer(invite("c"))
    assert first == again
    assert first is not None
    assert first.startswith(b"SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP 127.0.0.1:7001;branch=z9hG4bKc\r\n")
    assert b"To: <sip:95001@127.0.0.1>;tag=nolines-" in first
    assert numbers.take_refused() == {VOTE: 1}
    assert numbers.take_refused() == {}


def test_the_ack_of_a_refusal_ends_here_and_others_do_not(numbers: LimitedNumbers) -> None:
    assert numbers.answer(b"ACK sip:95001@h SIP/2.0\r\nTo: <sip:95001@h>;tag=nolines-abc\r\n\r\n") == b""
    assert numbers.answer(b"ACK sip:95001@h SIP/2.0\r\nTo: <sip:95001@h>;tag=other\r\n\r\n") is None


def test_other_numbers_requests_within_calls_and_broken_messages_go_their_way(numbers: LimitedNumbers) -> None:
    numbers.limit({VOTE: 0})
    assert numbers.answer(invite("a", number="10000")) is None
    assert numbers.answer(invite("a", to_tag=";tag=x")) is None
    assert numbers.answer(b"INVITE sip:95001@h SIP/2.0\r\nTo: <sip:95001@h>\r\n\r\n") is None
    assert numbers.answer(b"BYE sip:95001@h SIP/2.0\r\n\r\n") is None


def test_a_line_comes_back_when_its_call_ends_or_never_began(
    numbers: LimitedNumbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for call_id in ("a", "b"):
        numbers.answer(invite(call_id))
    numbers.began(VOTE, "a")
    assert numbers.answer(invite("a")) is None  # a repetition of a call that has its line
    numbers.ended("a")
    assert numbers.answer(invite("c")) is None
    assert numbers.answer(invite("d")) is not None
    monkeypatch.setattr("softswitch.lines.time.monotonic", lambda: 1e12 + UNUSED_SECONDS)
    assert numbers.answer(invite("d")) is None  # "b" was refused otherwise and never became a call


async def test_over_the_network(house: House) -> None:
    house.switch.limited.limit({VOTE: 1})
    ended = asyncio.Event()

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await ended.wait()

    house.on_call = serve
    phones = await house.phones()
    first = await phones.line("12100000001").call(VOTE)
    await until(lambda: first.is_answered)
    with pytest.raises(DialFailed) as refused:
        await (await phones.line("12100000002").call(VOTE)).wait_answered()
    assert refused.value.code == 486
    hotline = await phones.line("12100000003").call("10000")
    await until(lambda: hotline.is_answered)
    await first.hangup()
    await until(lambda: house.switch.limited.in_use(VOTE) == 0)
    second = await phones.line("12100000002").call(VOTE)
    await until(lambda: second.is_answered)
    assert house.switch.limited.take_refused() == {VOTE: 1}
    ended.set()
