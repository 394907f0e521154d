"""The telephony process: `wanhao telephony` runs it."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys

import structlog
from django.conf import settings
from django.db import close_old_connections

from softswitch.errors import SwitchError
from wanhao.common import logs
from wanhao.service.calls import nodes
from wanhao.service.telephony.flow.exchange import Exchange

GARBAGE_AFTER = (10_000, 5, 5)  # calls leave hardly any circles; what there is must not lie about for half an hour
SWITCH_SECONDS = 0.001  # how long a thread that reads rows may hold up the one that rings telephones
log = structlog.get_logger(__name__)


def node_name() -> str:
    """The same name after a restart, another one for every process of a house: host and SIP port."""
    return f"{socket.gethostname()}:{settings.WANHAO.sip_port}"[:60]


def main() -> None:
    """Take calls until told to stop."""
    environment = settings.WANHAO
    logs.configure("telephony", level=environment.log_level, as_json=environment.log_as_json)
    node = nodes.start_node(node_name())
    closed = nodes.close_leftovers(node)
    nodes.end_recordings_left()
    close_old_connections()
    log.info("telephony starts", node=node.name, lost_calls_closed=closed)
    try:
        asyncio.run(run(node.pk))
    except SwitchError as error:
        sys.exit(f"telephony: {error}")


async def run(node_id: int) -> None:
    """The life of the process inside asyncio."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    exchange = Exchange(node_id)
    await exchange.start()
    gc.freeze()  # what was made so far lives for ever: calls need not wait while it is looked through again and again
    gc.set_threshold(*GARBAGE_AFTER)
    sys.setswitchinterval(SWITCH_SECONDS)
    log.info("telephony started", sip_port=exchange.switch.sip_port, wss_port=exchange.switch.wss_port)
    await stop.wait()
    log.info("telephony stops", calls=len(exchange.calls))
    await exchange.stop()
