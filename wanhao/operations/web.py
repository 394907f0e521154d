"""The web process: uvicorn with our application, which ends its live streams on SIGTERM by itself."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from socket import socket

import uvicorn

from config.environment import Environment
from wanhao.common import logs
from wanhao.foundation.processes.beating import beat_as

STREAMS_MAY_LAST_SECONDS = 5


class BeatingServer(uvicorn.Server):
    """A web server whose event loop is heard to beat."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Open the port, then begin to beat."""
        await super().startup(sockets)
        self.heart = asyncio.create_task(beat_as("web"))

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Say that the end was asked for, then close."""
        self.heart.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self.heart
        await super().shutdown(sockets)


def main(environment: Environment) -> None:
    """Serve until told to stop."""
    logs.configure("web", level=environment.log_level, as_json=environment.log_as_json)
    config = uvicorn.Config(
        "config.asgi:application",
        host=environment.host,
        port=environment.http_port,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=environment.behind_tls,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=STREAMS_MAY_LAST_SECONDS,
    )
    BeatingServer(config).run()
