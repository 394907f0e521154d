"""The live stream of a conversation: for its customer alone, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.access.webchat.talking import begun, says
from tests.factories.chat import make_entrance
from tests.foundation.live.conftest import notify
from tests.foundation.live.streaming import Stream
from tests.serving import serving


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    with serving() as number:
        yield number


def test_a_customer_hears_of_their_own_conversation_only(port: int) -> None:
    entrance = make_entrance()
    phone, conversation = begun(entrance)
    cookie = f"sessionid={phone.cookies['sessionid'].value}"
    address = f"/chat/{entrance.code}/talk/stream/"
    stream = Stream(port, "staff:1,feed:floor,agent:1", cookie, address=address)
    assert stream.headers["content-type"] == "text/event-stream"
    assert stream.event() == ("live", {"topics": ["resync"]})
    notify("chat:0", "staff:1", "agent:1", "queue:1")
    says(phone, entrance, "你好", "k1")
    assert stream.event() == ("live", {"topics": ["chat:here"]})
    stream.close()
    stranger = Stream(port, "", "sessionid=none", address=address)
    assert (stranger.status, conversation.last_number > 0) == (302, True)
    stranger.close()


def test_one_conversation_has_so_many_streams(port: int) -> None:
    entrance = make_entrance()
    phone, _conversation = begun(entrance)
    cookie = f"sessionid={phone.cookies['sessionid'].value}"
    address = f"/chat/{entrance.code}/talk/stream/"
    streams = [Stream(port, "", cookie, address=address) for _ in range(6)]
    for one in streams:
        assert one.event() == ("live", {"topics": ["resync"]})
    refused = Stream(port, "", cookie, address=address)
    assert refused.status == 429
    for one in (*streams, refused):
        one.close()
