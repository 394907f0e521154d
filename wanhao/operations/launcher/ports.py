"""Taken ports, found before anything is started."""

from __future__ import annotations

import socket

from config.environment import Environment
from wanhao.operations.launcher.failed import LaunchFailed

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
ANY = 0


def is_free(host: str, port: int, kind: socket.SocketKind) -> bool:
    """Could a server listen here?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as probe:
        if kind is TCP:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_beside(port: int, host: str = "127.0.0.1") -> int:
    """A UDP port a little above this one, or any other when that is taken."""
    if is_free(host, port + 8, UDP):
        return port + 8
    with socket.socket(socket.AF_INET, UDP) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def refuse_taken(environment: Environment) -> None:
    """Raise LaunchFailed naming the first setting whose port another programme holds."""
    wanted = [
        ("WANHAO_HTTP_PORT", environment.http_port, TCP),
        ("WANHAO_SIP_PORT", environment.sip_port, UDP),
        ("WANHAO_WSS_PORT", environment.wss_port, TCP),
    ]
    try:
        socket.getaddrinfo(environment.host, None)
    except OSError:
        raise LaunchFailed(f"WANHAO_HOST={environment.host}: this machine does not know that address.") from None
    if not is_free(environment.host, ANY, TCP):
        raise LaunchFailed(f"WANHAO_HOST={environment.host} is not an address of this machine.")
    for name, port, kind in wanted:
        if not is_free(environment.host, port, kind):
            raise LaunchFailed(f"{name}={port} is taken on {environment.host}: free it, or give another port.")
