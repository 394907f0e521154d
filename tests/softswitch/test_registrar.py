"""Who may register and call: passwords, replays, used-up nonces, expiry, broken headers."""

import asyncio

import pytest

from softswitch.errors import DialFailed, NotRegistered
from tests.softswitch.conftest import House, until
from tests.softswitch.wire import Wire, code, credentials, nonce


async def challenged(wire: Wire) -> str:
    answer = await wire.ask(wire.request("REGISTER", "8001"))
    assert code(answer) == 401
    assert 'qop="auth"' in answer
    return nonce(answer)


async def register(wire: Wire, authorization: str, seconds: int = 60) -> str:
    contact = f"Contact: <sip:8001@127.0.0.1:{wire.port}>;expires={seconds}"
    extra = f"Max-Forwards: 70\r\n{authorization}"
    return await wire.ask(wire.request("REGISTER", "8001", contact=contact, extra=extra))


async def test_right_password(house: House) -> None:
    wire = house.wire()
    answer = await register(wire, credentials(await challenged(wire)))
    assert code(answer) == 200
    assert f"sip:8001@127.0.0.1:{wire.port}>;expires=60" in answer
    assert house.switch.is_registered("8001")
    assert house.switch.registered_users() == ["8001"]
    await until(lambda: house.registrations == [("8001", True)])


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"user": "nobody"}, {"user": "8002", "password": "s8001"}])
async def test_wrong_credentials(house: House, changes: dict[str, str]) -> None:
    wire = house.wire()
    answer = await register(wire, credentials(await challenged(wire), **changes))
    assert code(answer) == 403
    assert not house.switch.is_registered("8001")


async def test_another_users_address_is_refused(house: House) -> None:
    wire = house.wire()
    answer = await register(wire, credentials(await challenged(wire), user="8002", password="s8002"))
    assert code(answer) == 403


async def test_replayed_request(house: House) -> None:
    wire = house.wire()
    known = credentials(await challenged(wire))
    assert code(await register(wire, known)) == 200
    answer = await register(wire, known)
    assert code(answer) == 401
    assert "stale=true" in answer
    assert code(await register(wire, credentials(nonce(answer)))) == 200


async def test_nonce_count_may_grow(house: House) -> None:
    wire = house.wire()
    known = await challenged(wire)
    answers = [await register(wire, credentials(known, count)) for count in (1, 2, 7)]
    assert [code(a) for a in answers] == [200, 200, 200]


async def test_used_up_nonce(strict_house: House) -> None:
    wire = strict_house.wire()
    known = await challenged(wire)
    await asyncio.sleep(1.1)
    answer = await register(wire, credentials(known))
    assert code(answer) == 401
    assert "stale=true" in answer
    assert code(await register(wire, credentials(nonce(answer)))) == 200


async def test_forged_nonce(house: House) -> None:
    assert code(await register(house.wire(), credentials("1.0-abcd-ffff"))) == 401


@pytest.mark.parametrize(
    "header",
    [
        "Authorization: Digest rubbish",
        "Authorization: Digest",
        "Authorization: Basic YTpi",
        'Authorization: Digest username="8001',
        'Authorization: Digest username="8001", realm="wanhao"',
        'Authorization: Digest username="8001", realm="wanhao", nonce="x", uri="x", response="x", nc=zz',
    ],
)
async def test_broken_authorization(house: House, header: str) -> None:
    assert code(await register(house.wire(), header)) == 400


@pytest.mark.parametrize(
    "changes", [{"algorithm": "FOO"}, {"algorithm": "SHA-256"}, {"qop": "auth-int"}, {"realm": "elsewhere"}]
)
async def test_foreign_digest_is_challenged_anew(house: House, changes: dict[str, str]) -> None:
    wire = house.wire()
    assert code(await register(wire, credentials(await challenged(wire), **changes))) == 401


async def test_registration_expires(house: House) -> None:
    wire = house.wire()
    await register(wire, credentials(await challenged(wire)), seconds=1)
    assert house.switch.is_registered("8001")
    await until(lambda: house.registrations[-1:] == [("8001", False)])
    assert not house.switch.is_registered("8001")
    with pytest.raises(NotRegistered):
        await house.switch.dial("8001", caller="1")


async def test_leaving(house: House) -> None:
    wire = house.wire()
    known = await challenged(wire)
    await register(wire, credentials(known))
    assert code(await register(wire, credentials(known, 2), seconds=0)) == 200
    assert not house.switch.is_registered("8001")


async def test_phone_registers_and_is_refused(house: House) -> None:
    phones = await house.phones()
    await phones.line("8003", "s8003").register()
    assert house.switch.is_registered("8003")
    with pytest.raises(DialFailed, match="403"):
        await phones.line("8004", "wrong").register()


async def test_call_from_nowhere_needs_credentials(house: House) -> None:
    house.switch._stack._trunks.clear()  # nobody is the carrier
    wire = house.wire()
    answer = await wire.ask(wire.request("INVITE"))
    assert code(answer) == 401
    assert not house.calls


async def test_staff_phone_calls_out(house: House) -> None:
    phones = await house.phones()
    line = phones.line("8001", "s8001")
    await line.register()
    call = await line.call("12100000009")
    await call.wait_answered()
    assert (house.calls[0].user, house.calls[0].called) == ("8001", "12100000009")
    impostor = await phones.line("8001", "").call("12100000009")
    with pytest.raises(DialFailed, match="401"):
        await impostor.wait_answered()
