"""People, a running server and its streams."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from tests.factories.accounts import make_staff
from tests.foundation.live.streaming import Stream
from tests.serving import serving, signed_in_cookie
from wanhao.foundation.accounts.models import Staff

Open = Callable[..., Stream]


@pytest.fixture
def agent(transactional_db: None) -> Staff:
    """An agent at the operator."""
    return make_staff()


@pytest.fixture
def port(agent: Staff) -> Iterator[int]:
    """A server in a thread."""
    with serving() as number:
        yield number


@pytest.fixture
def open_stream(port: int, agent: Staff) -> Iterator[Open]:
    """Open streams that are closed at the end."""
    streams: list[Stream] = []
    cookies: dict[int, str] = {}

    def open_one(topics: str = "agent:me", person: Staff | None = None, receive_buffer: int = 0) -> Stream:
        person = person or agent
        cookies[person.pk] = cookies.get(person.pk) or signed_in_cookie(person)
        stream = Stream(port, topics, cookies[person.pk], receive_buffer)
        streams.append(stream)
        return stream

    yield open_one
    for stream in streams:
        stream.close()


def notify(*topics: str) -> None:
    """Say it in the house, committed at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('live', %s)", [" ".join(topics)])


def cut_listeners() -> int:
    """End every LISTEN connection on the server's side, as a failing network or server would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where application_name = 'wanhao-live' and datname = current_database()"
        )
        return int(cursor.fetchone()[0])


async def elsewhere(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in a thread with a database connection of its own, given back afterwards."""

    def run() -> Any:
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)
