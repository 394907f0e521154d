"""Telephones that are not ours: SIPp, humming a tone of its own where one is needed."""

from __future__ import annotations

import asyncio
import struct
from pathlib import Path

from lab.free_ports import free_port
from softswitch.g711 import RATE, encode
from softswitch.sdp import Codec
from tests.house import House
from tests.softswitch.sounds import tone

HERE = Path(__file__).parent / "scenarios"
REGISTERS = Path(__file__).parent.parent / "softswitch" / "scenarios" / "registers.xml"
FRAME = RATE // 50
PRESSES = 16  # of key 1, one after the other
STAYS = 100 * 50  # packets in which a customer says something: 100 seconds
APART = 100_000  # between the moments of two keys, in RTP time
Run = asyncio.subprocess.Process
Packet = tuple[int, int, bytes]  # kind, RTP time, sound or event


async def sipp(house: House, scenario: Path, port: int, *more: str, seconds: int = 60) -> Run:
    """Start SIPp on a port; recordings named in a scenario are those of the house's folder."""
    return await asyncio.create_subprocess_exec(
        *("sipp", f"127.0.0.1:{house.sip_port}", "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port)),
        *("-mp", str(free_port() & ~1), "-m", "1", "-nostdin", "-timeout", str(seconds), "-timeout_error", *more),
        cwd=house.folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def went_as_written(run: Run) -> None:
    """The scenario was gone through to its end."""
    output, _ = await asyncio.wait_for(run.communicate(), 90)
    assert run.returncode == 0, output.decode()[-3000:]


async def caller(house: House, scenario: str, number: str, hertz: int) -> Run:
    """A customer who calls the hotline from this number and hums."""
    write_packets(house.folder / "hum.pcap", hum(hertz, STAYS))
    for nth in range(1, PRESSES + 1):
        write_packets(house.folder / f"one-{nth}.pcap", press(1, nth * APART))
    return await sipp(house, HERE / scenario, free_port(), "-s", "10000", "-key", "caller", number, seconds=120)


async def caller_types(house: House, number: str, keys: str, hertz: int) -> Run:
    """A customer who calls the hotline, types all keys ahead of what the menu says, then hums and stays."""
    packets: list[Packet] = []
    for nth, key in enumerate(keys, 1):
        packets += [*press(int(key), nth * APART), *hum(hertz, 5, nth * APART + APART // 2)]
    write_packets(house.folder / "typed.pcap", [*packets, *hum(hertz, STAYS, (len(keys) + 1) * APART)])
    scenario, port = HERE / "caller_types.xml", free_port()
    return await sipp(house, scenario, port, "-s", "10000", "-key", "caller", number, seconds=120)


def hum(hertz: int, count: int, at: int = 0) -> list[Packet]:
    """So many packets of a tone, from a moment on."""
    sound = encode(tone(hertz), Codec.PCMA)
    starts = [number * FRAME % len(sound) for number in range(count)]
    return [(8, at + number * FRAME, sound[start : start + FRAME]) for number, start in enumerate(starts)]


def press(key: int, at: int) -> list[Packet]:
    """One press of a key (RFC 2833); each has a moment of its own, or it would be taken for the one before."""
    lengths = [FRAME * (step + 1) for step in range(8)] + [FRAME * 9] * 3
    events = [struct.pack(">BBH", key, 0x8A if step >= 8 else 0x0A, length) for step, length in enumerate(lengths)]
    return [(101, at, event) for event in events]


def write_packets(file: Path, packets: list[Packet]) -> None:
    """A capture of RTP packets, one every 20 ms."""
    with file.open("wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (kind, timestamp, payload) in enumerate(packets):
            rtp = struct.pack(">BBHII", 0x80, kind, number & 0xFFFF, timestamp, 0x57414E48) + payload
            udp = struct.pack(">HHHH", 6000, 6000, 8 + len(rtp), 0) + rtp
            ip = struct.pack(">BBHHHBBH8x", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + udp
            frame = bytes(12) + b"\x08\x00" + ip
            moment = number * 20_000
            out.write(struct.pack("<IIII", moment // 1_000_000, moment % 1_000_000, len(frame), len(frame)) + frame)
