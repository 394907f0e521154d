"""The web process: uvicorn with our application, which ends its live streams on SIGTERM by itself."""

from __future__ import annotations

import uvicorn

from config.environment import Environment
from wanhao.common import logs

STREAMS_MAY_LAST_SECONDS = 5


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
    uvicorn.Server(config).run()
