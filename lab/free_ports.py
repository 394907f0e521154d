"""Ports for a measurement or a test, below those the system gives to outgoing connections.

A port found by binding to 0 lies in the system's own range: between the finding and the use another process's outgoing
connection may get it. Ports from here are only taken by whoever draws the same number at the same moment.
"""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

LOWEST, HIGHEST = 10_240, 19_998  # between the well-known ports and those of our RTP


def free_ports(count: int) -> list[int]:
    """So many different ports, free for TCP and UDP on loopback."""
    drawn = random.SystemRandom()
    found: list[int] = []
    while len(found) < count:
        port = drawn.randint(LOWEST, HIGHEST)
        if port not in found and _is_free(port):
            found.append(port)
    return found


def free_port() -> int:
    """One port, free for TCP and UDP on loopback."""
    return free_ports(1)[0]


def _is_free(port: int) -> bool:
    with ExitStack() as held:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            probe = held.enter_context(socket.socket(socket.AF_INET, kind))
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
