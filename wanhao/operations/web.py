"""The web process: uvicorn with our application, ending its live streams before it waits for them."""

from __future__ import annotations

from types import FrameType

import uvicorn

from config.environment import Environment
from wanhao.common import logs

STREAMS_MAY_LAST_SECONDS = 5


class Server(uvicorn.Server):
    """uvicorn waits for open streams before it tells the application to stop, so we end them first."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT."""
        super().handle_exit(sig, frame)


def main(environment: Environment) -> None:
    """Serve until told to stop."""
    logs.configure("web", level=environment.log_level, as_json=environment.log_as_json)
    config = uvicorn.Config(
        "config.asgi:application",
        host=environment.host,
        port=environment.http_port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=environment.behind_tls,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=STREAMS_MAY_LAST_SECONDS,
    )
    Server(config).run()
