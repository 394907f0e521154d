"""Ends dialogs nobody is in any more: silent, unknown to their far end, or far too long."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from softswitch.errors import SwitchError
from softswitch.events import EndReason

if TYPE_CHECKING:
    from softswitch.dialog import Dialog

LONGEST_INTERVAL = 10.0


@dataclass(frozen=True)
class Limits:
    """How long a dialog may be silent and last, and how often its far end is asked whether it is there."""

    media_timeout_seconds: float
    probe_seconds: float
    longest_call_seconds: float


async def watch(dialog: "Dialog", limits: Limits) -> None:
    """Runs beside an answered dialog. A leg that plays never times out by itself, hence the counting."""
    began = heard_at = probed_at = time.monotonic()
    packets = -1
    interval = min(LONGEST_INTERVAL, limits.media_timeout_seconds / 3)
    while True:
        await asyncio.sleep(interval)
        now = time.monotonic()
        count = packets
        with contextlib.suppress(SwitchError):
            count = await dialog.leg.far_packets()
        if count != packets or dialog.is_held or dialog.is_holding:
            packets, heard_at = count, now
        if now - heard_at >= limits.media_timeout_seconds:
            return dialog.end(EndReason.SILENT)
        if now - began >= limits.longest_call_seconds:
            return dialog.end(EndReason.SESSION_EXPIRED)
        if now - probed_at >= limits.probe_seconds:
            probed_at = now
            dialog.probe()
