"""Many small packets with few system calls: recvmmsg and sendmmsg of Linux, through ctypes into numpy arrays."""

import contextlib
import ctypes
import socket
import struct

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 1024
DONT_WAIT = 0x40
MESSAGE_BYTES, ADDRESS_BYTES = 64, 16
LENGTH = 7  # which word of the header says how many bytes came
BUFFER_BYTES = 8 << 20
FORCED = {socket.SO_RCVBUF: 33, socket.SO_SNDBUF: 32}  # SO_…BUFFORCE: past the system's limit, for who may

C = ctypes.CDLL(None, use_errno=True)
Bytes = NDArray[np.uint8]


class Messages:
    """An array of `struct mmsghdr` (64-bit Linux) over one buffer: row i of `bytes` comes from or goes to row i of
    `addresses` (sockaddr_in)."""

    def __init__(self, count: int, size: int) -> None:
        self.bytes: Bytes = np.zeros((count, size), np.uint8)
        self.addresses: Bytes = np.zeros((count, ADDRESS_BYTES), np.uint8)
        number = np.arange(count, dtype=np.uint64)
        self._pieces = np.zeros((count, 2), np.uint64)  # struct iovec: where, how long
        self._pieces[:, 0] = self.bytes.ctypes.data + number * np.uint64(size)
        self._pieces[:, 1] = size
        self.headers = np.zeros((count, MESSAGE_BYTES // 8), np.uint64)
        self.headers[:, 0] = self.addresses.ctypes.data + number * np.uint64(ADDRESS_BYTES)
        self.headers[:, 1] = ADDRESS_BYTES
        self.headers[:, 2] = self._pieces.ctypes.data + number * np.uint64(16)
        self.headers[:, 3] = 1

    def aim(self, row: int, host: str, port: int) -> None:
        """Send this row there."""
        address = struct.pack("=H", socket.AF_INET) + struct.pack("!H", port) + socket.inet_aton(host) + bytes(8)
        self.addresses[row] = np.frombuffer(address, np.uint8)


def open_socket(host: str, port: int = 0) -> socket.socket:
    """A UDP socket with room for the packets of hundreds of legs."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for option, forced in FORCED.items():
        opened.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)
        with contextlib.suppress(PermissionError):
            opened.setsockopt(socket.SOL_SOCKET, forced, BUFFER_BYTES)
    opened.setblocking(False)
    opened.bind((host, port))
    return opened


def receive(from_: socket.socket, into: Messages) -> int:
    """Take what has come, at most as much as there is room for; returns how many rows are filled."""
    into.headers[:, 1] = ADDRESS_BYTES
    room = len(into.headers)
    count: int = C.recvmmsg(from_.fileno(), ctypes.c_void_p(into.headers.ctypes.data), room, DONT_WAIT, None)
    return max(count, 0)


def ports_and_lengths(of: Messages, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the first rows came from (the port), and how many bytes each has."""
    addresses = of.addresses[:count].astype(np.int64)
    ports = addresses[:, 2] << 8 | addresses[:, 3]
    return ports, (of.headers[:count, LENGTH] & np.uint64(0xFFFFFFFF)).astype(np.int64)


def send(to: socket.socket, messages: Messages, rows: NDArray[np.int64]) -> None:
    """Send these rows; one that cannot be sent is left out."""
    headers = messages.headers[rows]
    at = 0
    while at < len(rows):
        where = ctypes.c_void_p(headers.ctypes.data + MESSAGE_BYTES * at)
        sent = C.sendmmsg(to.fileno(), where, min(AT_ONCE, len(rows) - at), DONT_WAIT)
        at += sent if sent > 0 else 1
