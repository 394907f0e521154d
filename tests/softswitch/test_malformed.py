"""Messages no phone should send: answered or dropped, and a good call works afterwards."""

import os

import pytest

from tests.softswitch.conftest import House
from tests.softswitch.wire import OFFER, Wire, code

REFUSED, DROPPED, SERVED = (400, 488), (0,), (200,)


def _bytes(wire: Wire, **changes: str) -> bytes:
    return wire.request("INVITE", **changes).encode()


BROKEN = {
    "no Via": (lambda w: _bytes(w, via=""), DROPPED),
    "no From": (lambda w: _bytes(w, sender=""), DROPPED),
    "no Call-ID": (lambda w: _bytes(w, call_id=""), DROPPED),
    "no Contact": (lambda w: _bytes(w, contact=""), REFUSED),
    "Contact is a star": (lambda w: _bytes(w, contact="Contact: *"), REFUSED),
    "Contact over tcp": (lambda w: _bytes(w, contact="Contact: <sip:x@127.0.0.1;transport=tcp>"), REFUSED),
    "length too long": (lambda w: _bytes(w, length="Content-Length: 5000"), DROPPED),
    "length too short": (lambda w: _bytes(w, length="Content-Length: 20"), REFUSED),
    "length not a number": (lambda w: _bytes(w, length="Content-Length: x"), (*REFUSED, *DROPPED)),
    "huge header": (lambda w: _bytes(w, extra="X-Big: " + "a" * 30000), SERVED),
    "binary": (lambda w: os.urandom(600), DROPPED),
    "binary after a good start": (lambda w: b"INVITE sip:a@b SIP/2.0\r\n" + os.urandom(400), DROPPED),
    "negative CSeq": (lambda w: _bytes(w, cseq="CSeq: -5 INVITE"), REFUSED),
    "CSeq not a number": (lambda w: _bytes(w, cseq="CSeq: abc INVITE"), (*REFUSED, *DROPPED)),
    "no SDP": (lambda w: _bytes(w, body=""), SERVED),
    "broken SDP": (lambda w: _bytes(w, body="v=0\r\nm=audio x y z\r\n"), REFUSED),
    "video only": (lambda w: _bytes(w, body=OFFER.replace("audio", "video")), REFUSED),
    "no G.711": (lambda w: _bytes(w, body=OFFER.replace("RTP/AVP 8 101", "RTP/AVP 18 101")), REFUSED),
    "SDP without address": (lambda w: _bytes(w, body=OFFER.replace("c=IN IP4 127.0.0.1\r\n", "")), REFUSED),
    "commands in the SDP": (
        lambda w: _bytes(w, body=OFFER + "a=fingerprint:x && D\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\n"),
        REFUSED,
    ),
    "From without tag": (lambda w: _bytes(w, sender="From: <sip:x@127.0.0.1>"), (*SERVED, *REFUSED)),
    "latin-1 name": (
        lambda w: _bytes(w).replace(b"<sip:x@", b'"J\xe9r\xf4me" <sip:x@', 1),
        SERVED,
    ),
    "an answer to nothing": (lambda w: b"SIP/2.0 200 OK\r\n" + _bytes(w).partition(b"\r\n")[2], DROPPED),
    "status code out of range": (lambda w: b"SIP/2.0 99999 X\r\n" + _bytes(w).partition(b"\r\n")[2], DROPPED),
    "empty": (lambda w: b"\r\n\r\n", DROPPED),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_broken_message(house: House, name: str) -> None:
    make, expected = BROKEN[name]
    wire = house.wire()
    answer = await wire.ask(make(wire), seconds=0.4)
    assert code(answer) in expected
    call = await house.customer()
    await call.wait_answered()
    await call.wait_heard(0)
    assert not call.has_ended


async def test_other_requests_outside_a_dialog(house: House) -> None:
    wire = house.wire()
    options = await wire.ask(wire.request("OPTIONS"))
    assert code(options) == 200
    assert "Allow: INVITE" in options
    assert code(await wire.ask(wire.request("MESSAGE"))) == 405
    for method in ("BYE", "INFO", "INVITE"):
        lost = wire.request(method, to="To: <sip:10000@127.0.0.1>;tag=unknown")
        assert code(await wire.ask(lost)) == 481
    assert code(await wire.ask(wire.request("CANCEL"))) == 481
