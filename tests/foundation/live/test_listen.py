"""Hearing topics outside of the web."""

import asyncio
from contextlib import aclosing

import pytest

from tests.foundation.live.conftest import cut_listeners, elsewhere, notify
from wanhao.foundation.live.listen import listen, with_kinds


@pytest.mark.django_db(transaction=True)
async def test_only_the_topics_asked_for_are_heard() -> None:
    async with aclosing(listen(["contact:7", "queue:*"])) as heard:
        assert await anext(heard) == {"resync"}
        await elsewhere(notify, "agent:1")
        await elsewhere(notify, "contact:70")
        await elsewhere(notify, "contact:7", "agent:1")
        assert await anext(heard) == {"contact:7", "agent:1"}
        await elsewhere(notify, "queue:12")
        assert await anext(heard) == {"queue:12"}


@pytest.mark.django_db(transaction=True)
async def test_a_cut_connection_is_made_again_and_tells_to_resync() -> None:
    lost: list[bool] = []
    async with aclosing(listen(when_lost=lambda: lost.append(True))) as heard:
        assert await anext(heard) == {"resync"}
        nxt = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(0)
        assert await elsewhere(cut_listeners) == 1
        assert await nxt == {"resync"}
        assert lost == [True]
        await elsewhere(notify, "queue:1")
        assert await anext(heard) == {"queue:1"}


def test_a_topic_is_also_its_kind() -> None:
    assert with_kinds(frozenset({"queue:3", "resync"})) == {"queue:3", "queue:*", "resync"}
