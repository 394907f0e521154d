"""The media process seen from asyncio: commands with a time limit, notices, restart when it dies or hangs."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from softswitch.errors import MediaLost, SwitchError

log = logging.getLogger(__name__)
COMMAND_SECONDS = 3.0
GRACE_SECONDS = 0.25
HEARTBEAT_SECONDS = 5.0
START_SECONDS = 15.0
IDLE_SECONDS = 7200  # rtp.io forgets a session after this; our own watchdog is much sooner
PROGRAM = Path(__file__).with_name("media_process.py")


class MediaRefused(SwitchError):
    """The media process answered a command with an error."""


class Media:
    """Supervises one media process. `generation` grows with every restart: legs of an older one are gone."""

    def __init__(self, host: str, rtp_ports: tuple[int, int], recordings: Path, *, on_lost: Callable[[], None]) -> None:
        self.host, self.recordings = host, recordings
        self.is_up, self.generation, self.restarts = False, 0, 0
        self.sink_port, self.notices = 0, ""
        self.listeners: dict[str, Callable[[list[str]], None]] = {}
        self._settings: dict[str, Any] = {
            "host": host,
            "rtp_ports": rtp_ports,
            "recordings": str(recordings.resolve()),
            "idle_seconds": IDLE_SECONDS,
        }
        self._on_lost = on_lost
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: deque[asyncio.Future[str]] = deque()
        self._writer: asyncio.StreamWriter | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it is up."""
        return self._process.pid if self._process and self.is_up else None

    async def start(self) -> None:
        """Start the process and keep it running until stop()."""
        self.recordings.mkdir(parents=True, exist_ok=True)
        readers = await self._launch()
        self._keeper = asyncio.create_task(self._keep(*readers))

    async def stop(self) -> None:
        """End the process."""
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        await self._end_process()

    async def command(self, text: str) -> str:
        """Send one command, return its one-line reply; a reply that does not come restarts the process."""
        if not self.is_up or self._writer is None:
            raise MediaLost("the media process is down")
        reply: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        self._writer.write(text.encode() + b"\n")
        try:
            await asyncio.wait({reply}, timeout=COMMAND_SECONDS)
            if not reply.done():  # were we the ones who were late? then the answer is there to be read
                await asyncio.wait({reply}, timeout=GRACE_SECONDS)
        except asyncio.CancelledError:
            reply.cancel()
            raise
        if not reply.done():
            reply.cancel()
            log.error("media process does not answer; restarting it")
            self._kill()
            raise MediaLost("the media process hangs")
        answer = reply.result()
        if answer.startswith("E"):
            raise MediaRefused(f"{text.split()[0]}: {answer}")
        return answer

    def _kill(self) -> None:
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def _launch(self) -> tuple[asyncio.StreamReader, asyncio.StreamReader]:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = await self._begin_process(theirs)
            about, descriptors = await _greeting(ours)
        except BaseException:
            ours.close()
            await self._end_process()
            raise
        self._channel = ours  # closing it tells the process to end
        return await self._connect(about, descriptors)

    async def _begin_process(self, channel: socket.socket) -> asyncio.subprocess.Process:
        os.set_inheritable(channel.fileno(), True)
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(PROGRAM),
            str(channel.fileno()),
            json.dumps(self._settings),
            pass_fds=[channel.fileno()],
            start_new_session=True,
        )

    async def _connect(
        self, about: dict[str, Any], descriptors: list[int]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamReader]:
        commands, notices = (socket.socket(fileno=d) for d in descriptors)
        for each in (commands, notices):
            each.setblocking(False)
        self.sink_port, self.notices = about["sink_port"], about["notices"]
        try:
            reader, self._writer = await asyncio.open_connection(sock=commands)
        except BaseException:  # we are stopped in this moment
            notices.close()
            raise
        notice_reader, self._notice_writer = await asyncio.open_connection(sock=notices)
        self.generation += 1
        self.is_up = True
        return reader, notice_reader

    async def _keep(self, replies: asyncio.StreamReader, notices: asyncio.StreamReader) -> None:
        pause = 0.0
        while True:
            beside = [asyncio.create_task(work) for work in (self._take_notices(notices), self._beat())]
            try:
                await self._take_replies(replies)
            finally:
                for task in beside:
                    task.cancel()
                self._mark_lost()
            await self._end_process()
            self._on_lost()
            while not self.is_up:
                await asyncio.sleep(pause)
                pause = min(5.0, pause + 0.5)
                try:
                    replies, notices = await self._launch()
                except (MediaLost, OSError):
                    log.exception("media process could not be restarted")
            self.restarts += 1
            pause = 0.0
            log.warning("media process restarted, pid %s", self.pid)

    async def _take_replies(self, replies: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await replies.readline():
                waiting = self._waiting.popleft()
                if not waiting.done():
                    waiting.set_result(line.decode(errors="replace").strip("\0\r\n "))

    async def _beat(self) -> None:
        """Find out that it hangs before a customer does."""
        with contextlib.suppress(SwitchError):
            while True:
                await asyncio.sleep(HEARTBEAT_SECONDS)
                await self.command("V")

    async def _take_notices(self, notices: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await notices.readline():
                words = line.decode(errors="replace").strip("\0\r\n ").split()
                tag = words[0].partition(":")[2] if words else ""
                if tag in self.listeners:
                    self.listeners[tag](words)

    def _mark_lost(self) -> None:
        self.is_up = False
        self.listeners.clear()
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(MediaLost("the media process died"))

    async def _end_process(self) -> None:
        self._mark_lost()
        if channel := self.__dict__.pop("_channel", None):
            channel.close()
        writers = [one for one in (self._writer, self.__dict__.pop("_notice_writer", None)) if one is not None]
        self._writer = None
        for writer in writers:
            writer.close()
        if self._process and self._process.returncode is None:
            self._kill()
        if self._process:
            await self._process.wait()
        for writer in writers:  # now nothing can be left to be written
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _greeting(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What the process says of itself, and its two sockets; raises MediaLost."""
    channel.setblocking(False)
    try:
        async with asyncio.timeout(START_SECONDS):
            await _readable(channel)
        about, descriptors, *_ = socket.recv_fds(channel, 4096, 2)
    except OSError as error:  # TimeoutError is one
        raise MediaLost("the media process does not start") from error
    if len(descriptors) != 2:
        raise MediaLost("the media process ended while starting")
    return json.loads(about), descriptors


async def _readable(channel: socket.socket) -> None:
    """Wait until there is something to read."""
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(channel, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(channel)
