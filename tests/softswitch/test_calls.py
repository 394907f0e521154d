"""Calls from the trunk: answering, prompts, keys, and every way and moment to end."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from softswitch import sip_thread
from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, DialFailed
from softswitch.events import Ended, EndReason
from tests.softswitch.conftest import House, until
from tests.softswitch.sounds import tones_in
from tests.softswitch.wire import code


async def test_prompts_and_keys(house: House, prompts: dict[str, Path]) -> None:
    """Two prompts in turn, a key during the second, then a number by RFC 2833 and one key by INFO."""
    keys: list[str | None] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.ring()
        await dialog.answer()
        await dialog.play(prompts["hello"])
        keys.append(await dialog.play_until_digit(prompts["menu"], prompts["menu"]))
        keys.append(await dialog.digits(4, first_timeout=3, next_timeout=1))
        keys.append(await dialog.digit(3))
        keys.append(await dialog.digit(0.1))

    house.on_call = serve
    call = await house.customer()
    await call.wait_answered()
    await call.wait_heard(40)
    assert tones_in(call.rtp.heard(), 440, 600) == {440}
    await call.wait_heard(30)
    await call.press("5")
    await until(lambda: len(keys) == 1)
    assert tones_in(call.rtp.heard()[-4000:], 440, 600) == {600}
    await call.press("12*#")
    await until(lambda: len(keys) == 2)
    await call.press_by_info("7")
    await call.wait_ended()
    assert keys == ["5", "12*", "7", None]


async def test_keys_pressed_early_count_or_are_forgotten(house: House, prompts: dict[str, Path]) -> None:
    result: list[str | None] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.play(prompts["hello"])
        result.append(await dialog.play_until_digit(prompts["menu"]))
        dialog.forget_digits()
        result.append(await dialog.digit(0.2))

    house.on_call = serve
    call = await house.customer()
    await call.wait_answered()
    await call.press("34")
    await call.wait_ended()
    assert result == ["3", None]


async def test_missing_prompt_ends_the_call_not_the_switch(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.play(Path("nowhere"))

    house.on_call = serve
    call = await house.customer()
    await call.wait_ended()
    assert house.calls[0].end_reason is EndReason.WE_HUNG_UP


async def test_music_goes_on_until_stopped(house: House, prompts: dict[str, Path]) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.start_music(prompts["music"])
        await dialog.digit(5)
        await dialog.stop_playing()
        await dialog.wait_ended()

    house.on_call = serve
    call = await house.customer()
    await call.wait_answered()
    await call.wait_heard(80)  # longer than the prompt
    assert tones_in(call.rtp.heard()[-4000:], 1000) == {1000}
    await call.press("1")
    await asyncio.sleep(0.4)
    heard = call.rtp.packets_heard
    await asyncio.sleep(0.3)
    assert call.rtp.packets_heard <= heard + 2
    await call.hangup()


async def test_call_that_is_not_answered(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.ring()

    house.on_call = serve
    with pytest.raises(DialFailed, match="480"):
        await (await house.customer()).wait_answered()
    assert house.calls[0].end_reason is EndReason.REFUSED


async def test_rejecting(house: House) -> None:
    house.on_call = lambda dialog: dialog.reject(486, "Busy Here")
    with pytest.raises(DialFailed, match="486"):
        await (await house.customer()).wait_answered()


async def test_we_hang_up(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.hangup()
        with pytest.raises(CallEnded):
            await dialog.digit(1)

    house.on_call = serve
    call = await house.customer()
    await call.wait_ended()
    await until(lambda: not house.switch.live_dialogs)
    assert house.calls[0].end_reason is EndReason.WE_HUNG_UP


async def in_prompt(dialog: Dialog, prompts: dict[str, Path]) -> None:
    await dialog.play(prompts["hello"], prompts["menu"])


async def in_music(dialog: Dialog, prompts: dict[str, Path]) -> None:
    await dialog.start_music(prompts["music"])
    await dialog.wait_ended()
    await dialog.start_music(prompts["music"])


async def in_digit(dialog: Dialog, prompts: dict[str, Path]) -> None:
    await dialog.digit(30)


async def in_events(dialog: Dialog, prompts: dict[str, Path]) -> None:
    assert [event async for event in dialog.events()] == [Ended(EndReason.FAR_END_HUNG_UP)]
    await dialog.ring()


@pytest.mark.parametrize("wait", [in_prompt, in_music, in_digit, in_events])
async def test_far_end_hangs_up_in_every_state(
    house: House, prompts: dict[str, Path], wait: Callable[[Dialog, dict[str, Path]], Awaitable[None]]
) -> None:
    ended: list[str] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        try:
            await wait(dialog, prompts)
        except CallEnded as end:
            ended.append(str(end))

    house.on_call = serve
    call = await house.customer()
    await call.wait_answered()
    await asyncio.sleep(0.1)
    await call.hangup()
    await until(lambda: bool(ended) and not house.switch.live_dialogs)
    assert ended == ["far_end_hung_up"]
    assert house.calls[0].end_reason is EndReason.FAR_END_HUNG_UP
    assert await house.sessions() == 0


async def test_cancel_while_ringing(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.ring()
        await dialog.wait_ended()

    house.on_call = serve
    call = await house.customer()
    await until(lambda: call.is_ringing)
    await call.hangup()
    await until(lambda: bool(house.calls) and house.calls[0].end_reason is EndReason.CANCELLED)


async def test_cancel_around_our_answer(house: House) -> None:
    """CANCEL sent 0–30 ms around the 200: either 487, or 200 and then our caller's BYE; never a call left."""

    async def serve(dialog: Dialog) -> None:
        await dialog.ring()
        await asyncio.sleep(0.05)
        await dialog.answer()
        await dialog.wait_ended()

    house.on_call = serve
    outcomes = set()
    for step in range(16):
        call = await house.customer(f"1210000{step:04}")
        await asyncio.sleep(0.04 + step * 0.002)
        await call.hangup()
        await until(lambda: len(house.calls) > 0 and not house.switch.live_dialogs)
        outcomes.add(house.calls.pop().end_reason)
    assert outcomes == {EndReason.CANCELLED, EndReason.FAR_END_HUNG_UP}
    assert await house.sessions() == 0


async def test_cancel_that_comes_with_the_invite(house: House) -> None:
    """Both in one breath, while our answer opens the media: nothing may be left open."""
    wire = house.wire()
    for _ in range(40):
        invite = wire.request("INVITE")
        wire.send(invite)
        ack_free = invite.replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL").replace("INVITE sip", "CANCEL sip", 1)
        wire.send(ack_free.partition("Content-Length")[0] + "Content-Length: 0\r\n\r\n")
    await until(lambda: len(house.calls) == 40 and not house.switch.live_dialogs)
    assert EndReason.CANCELLED in {d.end_reason for d in house.calls}
    assert await house.sessions() == 0


async def test_prompt_during_music(house: House, prompts: dict[str, Path]) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.start_music(prompts["music"])
        await dialog.digit(5)
        await dialog.play(prompts["hello"])
        await dialog.start_music(prompts["music"])
        await dialog.wait_ended()

    house.on_call = serve
    call = await house.customer()
    await call.wait_answered()
    await call.wait_heard(30)
    await call.press("1")
    await asyncio.sleep(0.3)
    call.rtp.forget()
    await call.wait_heard(30)
    assert tones_in(call.rtp.heard(), 440, 1000) == {440}
    await asyncio.sleep(0.5)
    call.rtp.forget()
    await call.wait_heard(30)
    assert tones_in(call.rtp.heard(), 440, 1000) == {1000}


async def test_answer_that_is_never_acknowledged(house: House) -> None:
    """A caller that vanishes at the answer: repeated 200s, then the dialog ends (by RFC after 32 s)."""
    wire = house.wire()
    answer = await wire.ask(wire.request("INVITE"))
    assert code(answer) == 200
    assert code(await wire.receive(1)) == 200  # repeated after half a second
    dialog = house.calls[0]
    sip_thread.post(dialog._sip._ua._unacknowledged)  # what the stack does after 32 s
    assert await asyncio.wait_for(dialog.wait_ended(), 2) is EndReason.FAILED


async def test_silent_caller_is_ended(strict_house: House, prompts: dict[str, Path]) -> None:
    """Also while music plays, which keeps a session alive inside the media process."""

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        await dialog.start_music(prompts["music"])
        await dialog.wait_ended()

    strict_house.on_call = serve
    talking, silent = await strict_house.customer("1"), await strict_house.customer("2")
    silent.rtp.is_sending = False
    await asyncio.wait_for(silent.wait_ended(), 6)
    assert not talking.has_ended
    reasons = {d.caller: d.end_reason for d in strict_house.calls}
    assert reasons == {"1": None, "2": EndReason.SILENT}
    assert strict_house.switch.stats.silent == 1


async def test_far_end_that_forgot_the_dialog(strict_house: House) -> None:
    """Our OPTIONS within the dialog is answered 481: the dialog is over, though packets still come."""
    call = await strict_house.customer()
    await call.wait_answered()
    sip_thread.ask(call._sip._ua.put_away)
    assert await asyncio.wait_for(strict_house.calls[0].wait_ended(), 5) is EndReason.SESSION_EXPIRED
