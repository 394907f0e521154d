"""The worker process: jobs of procrastinate, and the loops that contexts registered."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import signal
from contextlib import suppress

import structlog
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from config.environment import Environment
from wanhao.common import logs
from wanhao.common.loops import LOOPS, Loop
from wanhao.foundation.processes.beating import beat_as

log = structlog.get_logger(__name__)
JOBS_AT_ONCE = 4
HEARTBEAT_SECONDS = 5.0
GRACE_SECONDS = 15.0
DATABASE_SECONDS = 5.0
NICENESS = 5  # on a busy machine calls and pages come first


def main(environment: Environment) -> None:
    """Work until told to stop."""
    logs.configure("worker", level=environment.log_level, as_json=environment.log_as_json)
    os.nice(NICENESS)
    gc.freeze()
    asyncio.run(work())


async def work() -> None:
    """Run the jobs and all loops; when one of the two breaks for good, the process ends and is started again."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    connector = PsycopgConnector(kwargs=connector_params(), timeout=DATABASE_SECONDS)
    with app.replace_connector(connector) as with_worker:
        async with with_worker.open_async():
            jobs = asyncio.create_task(
                with_worker.run_worker_async(
                    concurrency=JOBS_AT_ONCE,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    delete_jobs="successful",
                )
            )
            loops = [asyncio.create_task(repeat(loop)) for loop in LOOPS.values()]
            log.info("worker started", loops=sorted(LOOPS))
            loops.append(asyncio.create_task(beat_as("worker")))
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait([jobs, stopped], return_when=asyncio.FIRST_COMPLETED)
            await end(loops)
            await end([jobs])
            stopped.cancel()
    if jobs.done() and not jobs.cancelled() and (problem := jobs.exception()):
        raise problem


async def end(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel and wait."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, Exception):
            await task


async def repeat(loop: Loop) -> None:
    """Call the work again and again; a failure is logged and tried again after the same pause."""
    while True:
        try:
            await once(loop)
        except Exception:
            log.exception("loop failed", loop=loop.name)
        await asyncio.sleep(loop.every_seconds)


async def once(loop: Loop) -> None:
    """One round: coroutines here, plain functions in a thread that closes its connections."""
    if inspect.iscoroutinefunction(loop.work):
        await loop.work()
    else:
        await sync_to_async(in_thread, thread_sensitive=False)(loop)


def in_thread(loop: Loop) -> None:
    """Plain work with Django's connections cared for."""
    close_old_connections()
    try:
        loop.work()
    finally:
        close_old_connections()
