"""Telephones that are not ours: SIPp, humming a tone of its own where one is needed."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from config.environment import ROOT
from lab.free_ports import free_port
from lab.handsets import with_handsets
from softswitch.g711 import encode
from softswitch.sdp import Codec
from tests.house import House
from tests.softswitch.sounds import tone

HERE = Path(__file__).parent / "scenarios"
REGISTERS = Path(__file__).parent.parent / "softswitch" / "scenarios" / "registers.xml"
Run = asyncio.subprocess.Process


async def sipp(house: House, scenario: Path, port: int, *more: str, hertz: int = 0, seconds: int = 60) -> Run:
    """Start SIPp on a port; a scenario that hums does so at this pitch."""
    folder = Path(tempfile.mkdtemp(dir=house.folder))
    if hertz:
        (folder / "hum.alaw").write_bytes(encode(tone(hertz), Codec.PCMA))
    command = ["sipp", "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port), "-mp", str(free_port() & ~1)]
    command += ["-m", "1", "-nostdin", "-timeout", str(seconds), "-timeout_error", *more]
    return await asyncio.create_subprocess_exec(
        *with_handsets([*command, f"127.0.0.1:{house.sip_port}"], folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def went_as_written(run: Run) -> None:
    """The scenario was gone through to its end."""
    output, _ = await asyncio.wait_for(run.communicate(), 90)
    assert run.returncode == 0, output.decode()[-3000:]


async def caller(house: House, scenario: str, number: str, hertz: int, *more: str) -> Run:
    """A customer who calls the hotline from this number and hums."""
    more = ("-s", "10000", "-key", "caller", number, *more)
    return await sipp(house, HERE / scenario, free_port(), *more, hertz=hertz, seconds=120)


async def caller_types(house: House, number: str, keys: str, hertz: int) -> Run:
    """A customer who calls the hotline, types all keys ahead of what the menu says, then hums and stays."""
    return await caller(house, "caller_types.xml", number, hertz, "-key", "keys", keys)
