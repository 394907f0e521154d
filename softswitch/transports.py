"""UDP and secure websockets for sippy, served by asyncio with one reader: no message overtakes another."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from softswitch import sip_thread
from softswitch.errors import PortTaken
from softswitch.lines import LimitedNumbers

log = logging.getLogger(__name__)
LARGEST_MESSAGE = 65_535
SMALLEST_MESSAGE = 32
PING_SECONDS = 10


class Transport:
    """What sippy expects of a transport, as far as both of ours share it."""

    transport = ""

    def __init__(self, host: str, port: int) -> None:
        self.uopts = sip_thread.parts().Network_server_opts((host, port), None)
        self.messages = 0

    def getSIPaddr(self) -> tuple[tuple[str, int], str]:  # noqa: N802
        """Our address, for the Via header."""
        return self.uopts.laddress, self.transport

    def addr2str(self, address: tuple[str, int]) -> str:
        """An address for sippy's log."""
        return f"{self.transport}:{address[0]}:{address[1]}"

    def _take(self, data: bytes, address: Any) -> None:
        """In the SIP thread: hand one message to sippy."""
        parts = sip_thread.parts()
        self.messages += 1
        if self.uopts.data_callback is None:
            return
        try:
            self.uopts.data_callback(data, address, self, parts.MonoTime())
        except Exception as error:  # the message is dropped, the next one is served
            log.warning("unusable message from %s: %r", address, error)


class UdpTransport(Transport):
    """SIP over UDP."""

    transport = "udp"

    def __init__(self, host: str, port: int, numbers: LimitedNumbers) -> None:
        self._numbers = numbers
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise PortTaken(f"SIP port {port}/udp on {host} cannot be used: {error.strerror}") from error
        self.port = self._socket.getsockname()[1]
        super().__init__(host, self.port)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket, self._readable)

    def _readable(self) -> None:
        batch = []
        with contextlib.suppress(BlockingIOError, ConnectionError):
            for _ in range(100):
                data, address = self._socket.recvfrom(LARGEST_MESSAGE)
                if len(data) < SMALLEST_MESSAGE:  # a keep-alive
                    continue
                if (answer := self._numbers.answer(data)) is None:
                    batch.append((_as_utf8(data), address))
                elif answer:
                    self.send_to(answer, address)
        if batch:
            sip_thread.post(self._take_batch, batch)

    def _take_batch(self, batch: list[tuple[bytes, tuple[str, int]]]) -> None:
        for data, address in batch:
            self._take(data, sip_thread.parts().Remote_address(address, self.transport))

    def send_to(self, data: bytes | str, address: tuple[str, Any], delayed: bool = False) -> None:
        """Send one message; what the network refuses is left to SIP's own repetition."""
        text = data if isinstance(data, bytes) else data.encode()
        try:
            self._socket.sendto(text, (address[0], int(address[1])))
        except OSError as error:
            log.info("not sent to %s: %s", address[0], error)

    def close(self) -> None:
        """Free the port."""
        self._loop.remove_reader(self._socket)
        self._socket.close()


class WssTransport(Transport):
    """SIP over secure websockets (RFC 7118). A peer is known by its connection, named `….invalid`."""

    transport = "wss"

    def __init__(self, host: str, port: int, *, on_closed: Callable[[str], None]) -> None:
        super().__init__(host, port)
        self.host, self.port = host, port
        self.connections: dict[str, asyncio.Queue[str]] = {}
        self._on_closed = on_closed
        self._loop = asyncio.get_running_loop()
        self._server: Server | None = None

    async def open(self, certificate: Path, private_key: Path) -> None:
        """Listen; raises PortTaken."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, private_key)
        try:
            self._server = await serve(
                self._converse,
                self.host,
                self.port,
                ssl=context,
                subprotocols=[Subprotocol("sip")],
                ping_interval=PING_SECONDS,
                ping_timeout=PING_SECONDS,
                max_size=LARGEST_MESSAGE,
            )
        except OSError as error:
            raise PortTaken(f"WSS port {self.port}/tcp on {self.host} cannot be used: {error.strerror}") from error
        self.port = next(iter(self._server.sockets)).getsockname()[1]
        self.uopts.laddress = (self.host, self.port)

    async def _converse(self, websocket: ServerConnection) -> None:
        name = f"{websocket.id}.invalid"
        outgoing: asyncio.Queue[str] = asyncio.Queue()
        self.connections[name] = outgoing
        sender = asyncio.create_task(_send_all(outgoing, websocket))
        address = sip_thread.parts().Remote_address(websocket.remote_address[:2], self.transport)
        address.received = name
        try:
            async for message in websocket:
                data = message.encode() if isinstance(message, str) else _as_utf8(message)
                if len(data) >= SMALLEST_MESSAGE:
                    sip_thread.post(self._take, data, address)
        except ConnectionClosed:
            pass  # a page reloaded, a cable pulled: the same to us
        finally:
            sender.cancel()
            del self.connections[name]
            self._on_closed(name)

    def send_to(self, data: bytes | str, address: tuple[str, Any], delayed: bool = False) -> None:
        """Send one message (from the SIP thread); to a connection that is gone, nothing."""
        text = data.decode() if isinstance(data, bytes) else data
        self._loop.call_soon_threadsafe(self._queue, address[0], text)

    def _queue(self, name: str, text: str) -> None:
        if outgoing := self.connections.get(name):
            outgoing.put_nowait(text)

    async def close(self) -> None:
        """Close the port and every connection."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()


async def _send_all(outgoing: asyncio.Queue[str], websocket: ServerConnection) -> None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await websocket.send(await outgoing.get())


def _as_utf8(data: bytes) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1").encode()
    return data
