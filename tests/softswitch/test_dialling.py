"""Calls of ours: registered phones and outside numbers that answer, refuse, do not answer, or vanish."""

import asyncio
import contextlib

import pytest

from softswitch.dialog import Dialog
from softswitch.errors import DialFailed, NotRegistered
from softswitch.events import EndReason
from softswitch.phone import PhoneCall
from softswitch.sdp import Codec
from tests.softswitch.conftest import House, until


async def answers(call: PhoneCall) -> None:
    await call.ring()
    await call.answer()


async def rings_for_ever(call: PhoneCall) -> None:
    await call.ring()
    await call.wait_ended()


async def test_registered_phone_answers(house: House) -> None:
    phones = await house.agent("8001", answers)
    dialog = await house.switch.dial("8001", caller="12100000001", caller_name="Zhang", headers={"X-Contact": "abc"})
    assert (dialog.user, dialog.called, dialog.caller) == ("8001", "8001", "12100000001")
    assert next(iter(phones.calls)).caller == "12100000001"
    assert house.switch.live_dialogs == [dialog]
    await dialog.hangup()
    await until(lambda: not phones.calls)
    assert house.switch.live_dialogs == []
    assert await house.sessions() == 0


@pytest.mark.parametrize("name", ['Zhang"', "Zhang\\", "Zhang\r\nX-Contact: another\r\nX-Rest: "])
async def test_a_name_cannot_end_its_header(house: House, name: str) -> None:
    phones = await house.agent("8001", answers)
    dialog = await house.switch.dial("8001", caller="12100000001", caller_name=name)
    call = next(iter(phones.calls))
    assert call.caller == "12100000001"
    await dialog.hangup()


async def test_nobody_registered(house: House) -> None:
    with pytest.raises(NotRegistered, match="8009"):
        await house.switch.dial("8009", caller="1")


async def test_busy(house: House) -> None:
    await house.agent("8001", lambda call: call.reject(486, "Busy Here"))
    with pytest.raises(DialFailed) as failure:
        await house.switch.dial("8001", caller="1")
    assert failure.value.code == 486
    await until(lambda: not house.switch.live_dialogs)
    assert await house.sessions() == 0


async def test_no_answer_is_cancelled(house: House) -> None:
    phones = await house.agent("8001", rings_for_ever)
    with pytest.raises(DialFailed) as failure:
        await house.switch.dial("8001", caller="1", ring_seconds=0.3)
    assert failure.value.code == 408
    await until(lambda: not phones.calls)  # CANCEL arrived
    assert await house.sessions() == 0


async def test_cancelling_the_task_cancels_the_call(house: House) -> None:
    phones = await house.agent("8001", rings_for_ever)
    for delay in (0.0, 0.001, 0.01, 0.2):
        task = asyncio.create_task(house.switch.dial("8001", caller="1"))
        await asyncio.sleep(delay)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await until(lambda: not phones.calls and not house.switch.live_dialogs)
    await until(lambda: not house.switch.live_dialogs)
    assert await house.sessions() == 0


async def test_answer_crossing_our_cancel(house: House) -> None:
    """The phone answers while CANCEL is under way: it gets a BYE, nothing is left."""
    phones = await house.agent("8001", answers)
    for step in range(8):
        with contextlib.suppress(DialFailed):
            await (await house.switch.dial("8001", caller="1", ring_seconds=0.0005 * step)).hangup()
        assert not house.switch.live_dialogs
    await until(lambda: not phones.calls)
    assert await house.sessions() == 0


async def test_outside_number_by_address(house: House) -> None:
    phones = await house.phones()
    phones.line("12100000007").on_call = answers
    dialog = await house.switch.dial(f"sip:12100000007@127.0.0.1:{phones.port}", caller="10000")
    assert (dialog.user, dialog.called) == (None, "12100000007")
    await dialog.hangup()


@pytest.mark.parametrize("address", ["sip:", "sip:1@ho st", "sip:1@127.0.0.1:port"])
async def test_broken_address(house: House, address: str) -> None:
    with pytest.raises(DialFailed):
        await house.switch.dial(address, caller="1")


async def test_nothing_listens_there(house: House) -> None:
    with pytest.raises(DialFailed) as failure:
        await house.switch.dial("sip:1@127.0.0.1:9", caller="1", ring_seconds=1)
    assert failure.value.code == 408


async def test_a_call_given_up_does_not_ring_a_trunk_that_comes_back(house: House) -> None:
    wire = house.wire()  # takes what comes and says nothing
    with pytest.raises(DialFailed):
        await house.switch.dial(f"sip:12100000007@127.0.0.1:{wire.port}", caller="10000", ring_seconds=0.2)
    assert (await wire.receive()).startswith("INVITE ")
    assert await wire.receive(1.2) == ""  # it would be repeated after 0.5 s and 1.5 s


async def test_a_trunk_that_answers_after_all_is_told_that_the_call_is_over(house: House) -> None:
    wire = house.wire()
    with pytest.raises(DialFailed):
        await house.switch.dial(f"sip:12100000007@127.0.0.1:{wire.port}", caller="10000", ring_seconds=0.2)
    invite = await wire.receive()
    wire.send(ringing(invite))
    assert (await wire.receive()).startswith("CANCEL ")


def ringing(invite: str) -> str:
    """180 to an INVITE."""
    kept = [line for line in invite.split("\r\n") if line.split(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq")]
    return "\r\n".join(["SIP/2.0 180 Ringing", *kept, "Content-Length: 0", "", ""])


async def test_only_the_codec_asked_for_is_offered(house: House) -> None:
    await house.agent("8001", answers)
    dialog = await house.switch.dial("8001", caller="1", codec=Codec.PCMU)
    assert dialog.codec is Codec.PCMU
    await dialog.hangup()


async def test_newest_phone_is_rung(house: House) -> None:
    await house.agent("8001", lambda call: call.reject(486))
    await house.agent("8001", answers)
    dialog: Dialog = await house.switch.dial("8001", caller="1")
    await dialog.hangup()


async def test_far_end_hangs_up_a_call_of_ours(house: House) -> None:
    async def answer_and_leave(call: PhoneCall) -> None:
        await call.answer()
        await call.wait_heard(0)
        await asyncio.sleep(0.2)
        await call.hangup()

    await house.agent("8001", answer_and_leave)
    dialog = await house.switch.dial("8001", caller="1")
    assert await asyncio.wait_for(dialog.wait_ended(), 3) is EndReason.FAR_END_HUNG_UP
