"""Recordings for tests: of conversations in which both sides hum."""

from __future__ import annotations

import struct
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import timezone

from softswitch.g711 import RATE, encode
from softswitch.recording import Capture
from softswitch.sdp import Codec
from tests.factories.accounts import make_staff
from tests.factories.contacts import make_answered_contact
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.service.contacts.models import Contact
from wanhao.service.recordings import actions
from wanhao.service.recordings.conversion import convert
from wanhao.service.recordings.files import captures_folder
from wanhao.service.recordings.models import Recording

_numbers = count(1)
CUSTOMER_PORT, AGENT_PORT = 20_000, 20_002
FRAME = RATE // 50


def tone(hertz: float, seconds: float, level: int = 8000) -> np.ndarray:
    """16-bit samples of a tone."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.int16)


def make_capture(path: Path, *, seconds: float = 2.0, customer_hertz: float = 440, agent_hertz: float = 880) -> Capture:
    """A capture file of a conversation in which both sides hum."""
    path.parent.mkdir(parents=True, exist_ok=True)
    began = timezone.now().timestamp()
    sides = [(CUSTOMER_PORT, tone(customer_hertz, seconds)), (AGENT_PORT, tone(agent_hertz, seconds))]
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 0))
        for number in range(int(seconds * 50)):
            for source, (port, samples) in enumerate(sides):
                payload = encode(samples[number * FRAME : (number + 1) * FRAME], Codec.PCMA)
                rtp = struct.pack("!BBHII", 0x80, 8, number, number * FRAME, source + 1) + payload
                udp = struct.pack("!HHHH", 30_000 + source, port, 8 + len(rtp), 0) + rtp
                ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\x7f\0\0\1", b"\x7f\0\0\1")
                packet = struct.pack("<I", 2) + ip + udp
                at = began + number * 0.02
                file.write(struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(packet), len(packet)) + packet)
    return Capture(str(path), CUSTOMER_PORT, AGENT_PORT)


def recording_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a recording in the unit; served by the viewer when it is their own unit."""
    agent = viewer if viewer.unit_id == unit.pk else make_staff(unit=unit)
    return {"public_id": make_recording(make_answered_contact(agent=agent), seconds=0.1).public_id}


def make_recording(contact: Contact, *, seconds: float = 2.0, is_converted: bool = True) -> Recording:
    """A recording of a conversation, sealed unless told otherwise."""
    capture = make_capture(captures_folder() / f"capture-{next(_numbers)}.pcap", seconds=seconds)
    recording_id = actions.begin_recording(contact.pk, asdict(capture))
    actions.end_recording(recording_id, [asdict(capture)])
    if is_converted:
        convert(recording_id)
    return Recording.objects.get(pk=recording_id)
