"""The demo's telephone network outside: the last digit says whether a number answers, is busy or is not heard."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from lab import outside
from lab.outside import Outside
from softswitch.errors import DialFailed
from softswitch.phone import PhoneSet


async def test_every_number_answers_speaks_and_hangs_up_or_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "PICKS_UP_SECONDS", (0.0, 0.1))
    monkeypatch.setattr(outside, "ANSWERS_AFTER_SECONDS", 1.5)
    monkeypatch.setattr(outside, "TALKS_SECONDS", (0.1, 0.2))
    network = Outside(("127.0.0.1", 9))
    await network.open(0)
    centre = PhoneSet(("127.0.0.1", network.phones.port))
    await centre.start()
    try:
        line = centre.line("10000")
        call = await line.call("12100000001")
        await asyncio.wait_for(call.wait_answered(), 30)
        await asyncio.wait_for(call.wait_heard(40), 30)
        assert np.abs(call.rtp.heard()).max() > 1000  # a voice, not silence
        await asyncio.wait_for(call.wait_ended(), 30)
        busy = await line.call("12100000008")
        with pytest.raises(DialFailed) as refused:
            await asyncio.wait_for(busy.wait_answered(), 30)
        assert refused.value.code == 486
    finally:
        await centre.stop()
        await network.close()
