"""The media process: runs rtp.io and hands its command and notice sockets to the parent, then waits to end.

Started by file name, apart from the rest, because a fault in its C code must cost nothing else.
Usage: media_process.py CHANNEL_FD JSON_SETTINGS
"""

import json
import os
import signal
import socket
import sys
from typing import Any


def start_engine(settings: dict[str, Any]) -> Any:
    """Start rtp.io; the object returned must be kept for as long as the process lives."""
    from rtp.io import rtpproxy

    low, high = settings["rtp_ports"]
    arguments = ["-F", "-l", settings["host"], "-m", str(low), "-M", str(high), "-r", settings["recordings"]]
    arguments += ["-S", settings["recordings"]]  # otherwise running captures lie in /tmp
    arguments += ["-P", "-d", "crit", "-L", "20000", "-W", "120", "-T", str(settings["idle_seconds"])]
    return rtpproxy(modules=("catch_dtmf", "dtls_gw", "ice_lite"), extra_args=tuple(arguments))


def open_sink(host: str) -> socket.socket:
    """A socket nobody reads: where the audio of an idle leg goes."""
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sink.bind((host, 0))
    return sink


def main() -> None:
    """Run until the parent closes the channel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    engine = start_engine(settings)
    sink = open_sink(settings["host"])
    about = {"notices": engine.rtpp_nsock_spec, "sink_port": sink.getsockname()[1]}
    sockets = [engine.rtpp_sock.fileno(), engine.rtpp_nsock.fileno()]
    socket.send_fds(channel, [json.dumps(about).encode()], sockets)
    while channel.recv(64):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
