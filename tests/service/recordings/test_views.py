"""Hearing a recording in the browser, in parts."""

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponseBase
from django.test import AsyncClient

from tests.factories.accounts import make_staff
from tests.factories.contacts import make_answered_contact
from tests.factories.recordings import make_recording
from wanhao.foundation.accounts.models import Staff
from wanhao.service.recordings import files
from wanhao.service.recordings.models import Recording, RecordingPlay
from wanhao.service.recordings.views import asked_part


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("", (0, 1000)),  # the whole
        ("bytes=0-", (0, 1000)),  # what a browser asks for first
        ("bytes=100-199", (100, 200)),
        ("bytes=900-5000", (900, 1000)),  # beyond the end: up to the end
        ("bytes=-100", (900, 1000)),  # the last hundred
        ("bytes=-5000", (0, 1000)),
        ("bytes=1000-", None),  # there is nothing there
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", (0, 1000)),  # several parts: the whole is allowed
        ("seconds=1-2", (0, 1000)),  # unknown units are ignored
    ],
)
def test_asked_part(wanted: str, part: tuple[int, int] | None) -> None:
    assert asked_part(wanted, 1000) == part


def ask(viewer: Staff, row: Recording, method: str = "get", **headers: str) -> tuple[HttpResponseBase, bytes]:
    """The answer to a request as the web process gives it, and its body."""

    async def answer() -> tuple[HttpResponseBase, bytes]:
        response = await getattr(client, method)(f"/recordings/{row.public_id}/", headers=headers)
        pieces = response.streaming_content if response.streaming else None
        return response, b"".join([piece async for piece in pieces]) if pieces else response.content

    client = AsyncClient()
    client.force_login(viewer)
    return async_to_sync(answer)()


@pytest.fixture
def recording(db: None) -> Recording:
    return make_recording(make_answered_contact(), seconds=10)


def test_the_whole_and_a_part(recording: Recording) -> None:
    agent = recording.contact.agent
    whole, content = ask(agent, recording)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/wav", "bytes")
    assert content == b"".join(files.open_file(recording).read())
    assert int(whole["Content-Length"]) == len(content) > 300_000
    part, middle = ask(agent, recording, Range="bytes=100000-199999")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100000-199999/{len(content)}")
    assert middle == content[100_000:200_000]
    beyond, _ = ask(agent, recording, Range=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")
    assert RecordingPlay.objects.count() == 1
    head, nothing = ask(agent, recording, "head")
    assert (int(head["Content-Length"]), nothing) == (len(content), b"")


def test_a_stranger_finds_nothing(recording: Recording) -> None:
    response, _ = ask(make_staff(), recording)
    assert response.status_code == 404
    assert RecordingPlay.objects.count() == 0
