"""Reading and writing session descriptions."""

import pytest

from softswitch.errors import BadDescription
from softswitch.sdp import Codec, Ours, compose, parse

PLAIN = """v=0
o=x 1 1 IN IP4 10.0.0.1
s=-
c=IN IP4 10.0.0.1
t=0 0
m=audio 4000 RTP/AVP 18 0 8 96
a=rtpmap:96 telephone-event/8000
a=sendonly
"""
BROWSER = """v=0
o=- 1 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE a0
m=video 9 UDP/TLS/RTP/SAVPF 97
c=IN IP4 0.0.0.0
a=inactive
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
c=IN IP4 192.0.2.7
a=rtpmap:110 telephone-event/48000
a=rtpmap:126 telephone-event/8000
a=mid:a0
a=ice-ufrag:F7gI
a=ice-pwd:x9cml/YzichV2+XlhiMu8g
a=fingerprint:sha-256 D2:FA:0E:C3
a=setup:actpass
a=candidate:1 1 udp 2113937151 192.0.2.7 54400 typ host generation 0
a=candidate:2 1 udp 2113937151 abc.local 54401 typ host
a=candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active
"""


def test_plain_offer() -> None:
    offer = parse(PLAIN.replace("\n", "\r\n"))
    assert (offer.ip, offer.port, offer.codecs) == ("10.0.0.1", 4000, (Codec.PCMU, Codec.PCMA))
    assert (offer.event_type, offer.direction, offer.is_hold, offer.keys) == (96, "sendonly", True, None)


def test_browser_offer() -> None:
    """The audio section's own values count, and only candidates that can be reached."""
    offer = parse(BROWSER)
    assert (offer.ip, offer.event_type, offer.direction, offer.mid) == ("192.0.2.7", 126, "sendrecv", "a0")
    assert offer.keys is not None
    assert (offer.keys.setup, offer.keys.ufrag) == ("actpass", "F7gI")
    assert offer.keys.candidates == ("1 1 udp 2113937151 192.0.2.7 54400 typ host generation 0",)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        PLAIN.replace("audio", "video"),
        PLAIN.replace("4000", "0"),  # refused media
        PLAIN.replace("4000", "70000"),
        PLAIN.replace("18 0 8 96", "18"),
        PLAIN.replace("10.0.0.1\nt", "example.invalid\nt"),
        PLAIN.replace("c=IN IP4 10.0.0.1\n", ""),
        BROWSER.replace("D2:FA:0E:C3", "D2 && D other"),  # a media command in disguise
        BROWSER.replace("F7gI", "F7 gI"),
        BROWSER.replace("actpass", "holdconn"),
    ],
)
def test_unusable_offer(body: str) -> None:
    with pytest.raises(BadDescription):
        parse(body)


def test_answer_refuses_other_media_and_mirrors_the_order() -> None:
    ours = Ours("192.0.2.1", 5000, (Codec.PCMA,), 126, ("a=setup:passive",))
    answer = compose(ours, version=3, direction="sendrecv", offer=parse(BROWSER)).split("\r\n")
    assert [line for line in answer if line.startswith("m=")] == [
        "m=video 0 UDP/TLS/RTP/SAVPF 97",
        "m=audio 5000 UDP/TLS/RTP/SAVPF 8 126",
    ]
    assert {"a=mid:a0", "a=setup:passive", "a=ice-lite", "o=wanhao 1 3 IN IP4 192.0.2.1"} <= set(answer)


def test_what_we_write_we_can_read() -> None:
    ours = Ours("192.0.2.1", 5000, (Codec.PCMU,), 101)
    read = parse(compose(ours, version=1, direction="recvonly"))
    assert (read.ip, read.port, read.codecs, read.event_type) == ("192.0.2.1", 5000, (Codec.PCMU,), 101)
    assert read.direction == "recvonly"
