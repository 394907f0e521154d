"""Starting and stopping: taken ports, certificates, a switch that ends with calls in progress, limits."""

import asyncio
import socket
from pathlib import Path

import pytest
from cryptography import x509

from softswitch.certificates import self_signed
from softswitch.dialog import Dialog
from softswitch.errors import DialFailed, PortTaken
from softswitch.events import EndReason
from softswitch.switch import Switch, SwitchConfig
from tests.softswitch.conftest import House, answer_and_wait, until


def make(folder: Path, sip_port: int = 0, wss_port: int | None = None) -> Switch:
    certificate, key = self_signed("127.0.0.1", folder / "tls")
    config = SwitchConfig(
        host="127.0.0.1",
        sip_port=sip_port,
        rtp_ports=(31000, 34998),
        recordings=folder / "captures",
        wss_port=wss_port,
        certificate=certificate,
        private_key=key,
    )
    return Switch(config, password_of={}.get, on_call=answer_and_wait)


async def test_taken_sip_port(house: House, tmp_path: Path) -> None:
    port = house.switch.sip_port
    with pytest.raises(PortTaken, match=f"SIP port {port}/udp on 127.0.0.1 cannot be used: Address already in use"):
        await make(tmp_path, sip_port=port).start()


async def test_taken_wss_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"WSS port {port}/tcp"):
            await make(tmp_path, wss_port=port).start()


async def test_start_and_stop_again_on_the_same_ports(tmp_path: Path) -> None:
    first = make(tmp_path, wss_port=0)
    await first.start()
    ports = first.sip_port, first.wss_port
    await first.stop()
    second = make(tmp_path, *ports)
    await second.start()
    assert (second.sip_port, second.wss_port) == ports
    await second.stop()


async def test_stopping_hangs_up(house: House) -> None:
    calls = [await house.customer(str(n)) for n in range(3)]
    for call in calls:
        await call.wait_answered()
    pid = house.switch.media.pid
    await house.switch.stop()
    for call in calls:
        await asyncio.wait_for(call.wait_ended(), 2)
    assert {d.end_reason for d in house.calls} == {EndReason.WE_HUNG_UP}
    assert not Path(f"/proc/{pid}").exists()


async def test_too_many_calls_are_refused(tmp_path: Path) -> None:
    house = House(tmp_path)
    await house.start(most_dialogs=2)
    calls = [await house.customer(str(n)) for n in range(3)]
    await calls[0].wait_answered()
    await calls[1].wait_answered()
    with pytest.raises(DialFailed, match="503"):
        await calls[2].wait_answered()
    await calls[0].hangup()
    await until(lambda: len(house.switch.live_dialogs) == 1)
    await (await house.customer("4")).wait_answered()
    await house.stop()


async def test_error_in_a_call_ends_only_that_call(house: House) -> None:
    async def serve(dialog: Dialog) -> None:
        await dialog.answer()
        if dialog.caller == "1":
            raise RuntimeError("a mistake in the flow")
        await dialog.wait_ended()

    house.on_call = serve
    good, bad = await house.customer("2"), await house.customer("1")
    await bad.wait_ended()
    await good.wait_answered()
    assert not good.has_ended


def test_certificate_is_kept_until_it_no_longer_serves(tmp_path: Path) -> None:
    certificate, key = self_signed("127.0.0.1", tmp_path)
    first = certificate.read_bytes()
    assert key.stat().st_mode & 0o077 == 0
    assert self_signed("127.0.0.1", tmp_path)[0].read_bytes() == first
    names = x509.load_pem_x509_certificate(self_signed("centre.example", tmp_path)[0].read_bytes())
    found = names.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert found.get_values_for_type(x509.DNSName) == ["centre.example", "localhost"]
