"""The media process dies or hangs: its calls end as such, it comes back, the next call works."""

import asyncio
import gc
import os
import signal
import time
from pathlib import Path

import pytest

from softswitch.dialog import Dialog
from softswitch.errors import CallEnded, MediaLost
from softswitch.events import EndReason
from softswitch.g711 import encode_prompt
from softswitch.leg import Leg
from softswitch.media import Media
from softswitch.sdp import Codec, parse
from tests.softswitch.conftest import RTP_PORTS, House, until
from tests.softswitch.sounds import tone
from tests.softswitch.wire import OFFER


async def test_killed_media_ends_its_calls_and_the_next_call_works(house: House, prompts: dict[str, Path]) -> None:
    outcome: list[str] = []

    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        try:
            if dialog.caller[-1] in "04":  # the others wait without any command to the media process
                await dialog.play(*[prompts["hello"]] * 30)
            await dialog.digit(30)
        except CallEnded as end:
            outcome.append(str(end))

    house.on_call = serve
    calls = [await house.customer(f"1210000000{n}") for n in range(3)]
    for call in calls:
        await call.wait_answered()
    first = house.switch.media.pid
    killed_at = time.monotonic()
    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(house.media_lost.wait(), 2)
    for call in calls:
        await asyncio.wait_for(call.wait_ended(), 2)  # they were told: BYE
    assert {d.end_reason for d in house.calls} == {EndReason.MEDIA_LOST}
    assert outcome == ["media_lost"] * 3
    assert house.switch.stats.media_lost == 3
    await until(lambda: house.switch.media.is_up)
    assert time.monotonic() - killed_at < 1.5
    assert house.switch.media.pid != first
    assert house.switch.media.restarts == 1

    call = await house.customer("12100000004")
    await call.wait_answered()
    await call.wait_heard(20)
    assert not call.has_ended


async def test_call_arriving_while_media_is_down(house: House) -> None:
    os.kill(house.switch.media.pid, signal.SIGKILL)
    call = await house.customer()
    await asyncio.wait(
        [asyncio.create_task(call.wait_ended()), asyncio.create_task(_answered(call))],
        return_when="FIRST_COMPLETED",
    )
    assert call.has_ended or call.is_answered  # refused with 503, or media was already back


async def _answered(call: object) -> None:
    await until(lambda: call.is_answered)


async def freeze(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)
    await until(lambda: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T")


async def test_hanging_media_is_restarted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softswitch.media.COMMAND_SECONDS", 0.3)
    call = await house.customer()
    await call.wait_answered()
    await freeze(house.switch.media.pid)
    with pytest.raises(CallEnded):
        await house.calls[0].start_music(_any_prompt(house))
    await asyncio.wait_for(call.wait_ended(), 3)
    assert house.calls[0].end_reason is EndReason.MEDIA_LOST
    await until(lambda: house.switch.media.restarts == 1)


def _any_prompt(house: House) -> Path:
    encode_prompt(tone(440), house.folder / "any")
    return house.folder / "any"


async def test_command_under_way_when_media_dies(house: House) -> None:
    media = house.switch.media
    await freeze(media.pid)
    command = asyncio.create_task(media.command("V"))
    await asyncio.sleep(0.05)
    os.kill(media.pid, signal.SIGKILL)
    with pytest.raises(MediaLost):
        await asyncio.wait_for(command, 1)


async def test_stopped_while_it_starts_again(house: House) -> None:
    """Whatever it was about to open is closed: an open end left would be a warning, and those are errors."""
    for pause in (0.0, 0.01, 0.03, 0.1, 0.2):
        media = Media("127.0.0.1", RTP_PORTS, house.folder / "captures", on_lost=lambda: None)
        await media.start()
        os.kill(media.pid or 0, signal.SIGKILL)
        await until(lambda media=media: not media.is_up)  # type: ignore[misc]
        await asyncio.sleep(pause)
        await media.stop()
        gc.collect()


async def test_leg_closed_while_it_opens(house: House) -> None:
    """As when CANCEL comes in that moment: no session may come into being after its end."""
    offer = parse(OFFER)
    for steps in range(6):
        leg = Leg(house.switch.media, (Codec.PCMA,))
        opening = asyncio.create_task(leg.open_for(offer))
        for _ in range(steps):
            await asyncio.sleep(0)
        await leg.close()
        await asyncio.gather(opening, return_exceptions=True)
    assert await house.sessions() == 0


async def test_idle_media_that_hangs_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softswitch.media.COMMAND_SECONDS", 0.3)
    monkeypatch.setattr("softswitch.media.HEARTBEAT_SECONDS", 0.1)
    os.kill(house.switch.media.pid, signal.SIGKILL)  # the beat of the next one is quick
    await until(lambda: house.switch.media.restarts == 1)
    await freeze(house.switch.media.pid)
    await until(lambda: house.switch.media.restarts == 2)


async def test_media_process_ends_with_its_parent(house: House) -> None:
    """Closing the channel, as the death of the parent does, ends it."""
    pid = house.switch.media.pid
    house.switch.media._channel.close()
    await until(lambda: house.switch.media.pid not in (pid, None))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
