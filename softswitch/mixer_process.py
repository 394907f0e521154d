"""The mixer process: one UDP socket, a tick every 20 ms, commands as JSON lines on its input, answers on its output.

It ends when its input is closed, as happens when its parent dies. Usage: -m softswitch.mixer_process JSON_SETTINGS
"""

import contextlib
import gc
import json
import os
import select
import signal
import sys
import time
from collections import deque
from typing import Any

import numpy as np

from softswitch.mixing import FRAME, PLACES, Mix
from softswitch.packets import AT_ONCE, Messages, open_socket, ports_and_lengths, receive, send
from softswitch.sdp import Codec

TICK_SECONDS = FRAME / 8000
LOOK_SECONDS = TICK_SECONDS / 4  # the kernel keeps only so many packets
MOST_BEHIND = 5  # ticks; after a longer pause of the whole machine those in between are left out
KEPT_TICKS = 50 * 600
PRIORITY = -10  # a clock goes before work that can wait; only where the user may (LimitNICE)
COMMANDS, ANSWERS = 0, 1


class MixerProcess:
    """The clock around a Mix."""

    def __init__(self, host: str, conferences: int) -> None:
        self.mix = Mix(conferences)
        self.socket = open_socket(host)
        self._host = host
        self._incoming = Messages(AT_ONCE, 256)
        self._lateness: deque[float] = deque(maxlen=KEPT_TICKS)
        self._left_out = self._ticks = 0
        self._due = 0.0
        self._input = b""
        self.is_running = True

    def run(self) -> None:
        """Until the parent closes our input. Nobody is seated: sleep until there is a command."""
        while self.is_running:
            if not len(self.mix.taken):
                self._obey(None)
                receive(self.socket, self._incoming)  # what came for nobody
                self._due = time.monotonic() + TICK_SECONDS
                continue
            self._wait()
            self._tick()

    def _wait(self) -> None:
        """Take packets and commands until the tick is due."""
        while (left := self._due - time.monotonic()) > 0:
            self._obey(min(left, LOOK_SECONDS))
            self._take()

    def _tick(self) -> None:
        self._take()
        self.mix.mix()
        send(self.socket, self.mix.out, self.mix.taken)
        behind = time.monotonic() - self._due
        self._lateness.append(behind)
        self._ticks += 1
        self._due += TICK_SECONDS
        if behind > MOST_BEHIND * TICK_SECONDS:
            missed = int(behind / TICK_SECONDS)
            self._left_out += missed
            self.mix.tick += missed
            self._due += missed * TICK_SECONDS

    def _take(self) -> None:
        count = AT_ONCE
        while count == AT_ONCE and (count := receive(self.socket, self._incoming)):
            self.mix.take(self._incoming.bytes[:count], *ports_and_lengths(self._incoming, count))

    # -- commands -----------------------------------------------------------------------------------------

    def _obey(self, seconds: float | None) -> None:
        ready, _writable, _wrong = select.select([COMMANDS], [], [], seconds)
        if not ready:
            return
        read = os.read(COMMANDS, 1 << 16)
        self.is_running = bool(read)
        *lines, self._input = (self._input + read).split(b"\n")
        for line in lines:
            os.write(ANSWERS, json.dumps(self._answer(json.loads(line))).encode() + b"\n")

    def _answer(self, command: dict[str, Any]) -> dict[str, Any]:
        match command["do"]:
            case "arrange":
                self._arrange(command["conference"], command["seats"], command["gains"])
                return {}
            case "facts":
                if command.get("anew"):
                    self._lateness.clear()
                return self._facts()
            case _:
                return {"error": f"unknown command {command['do']}"}

    def _arrange(self, conference: int, seats: list[list[int] | None], gains: list[list[float]]) -> None:
        """Who sits in the conference from now on ([port, codec] or nobody), and who hears whom."""
        first = conference * PLACES
        self.mix.gains[conference] = gains
        for place in range(PLACES):
            if (taken := seats[place]) is None:
                self.mix.free(first + place)
            else:
                self.mix.seat(first + place, self._host, taken[0], Codec(taken[1]))

    def _facts(self) -> dict[str, Any]:
        late = np.array(self._lateness or [0.0]) * 1000
        usage = os.times()
        return {
            "seats": len(self.mix.taken),
            "ticks": self._ticks,
            "ticks_left_out": self._left_out,
            "lateness_p50_ms": round(float(np.percentile(late, 50)), 2),
            "lateness_p99_ms": round(float(np.percentile(late, 99)), 2),
            "lateness_max_ms": round(float(late.max()), 2),
            "priority": os.getpriority(os.PRIO_PROCESS, 0),
            "cpu_seconds": round(usage.user + usage.system, 2),
            **self.mix.facts(),
        }


def main() -> None:
    """Run until the parent has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
    process = MixerProcess(**json.loads(sys.argv[1]))
    gc.freeze()
    gc.disable()  # nothing here makes rings of objects, and a pause would be heard
    greeting = {"port": process.socket.getsockname()[1]}
    os.write(ANSWERS, json.dumps(greeting).encode() + b"\n")
    process.run()


if __name__ == "__main__":
    main()
