"""What was said in a call, as its recording has it: left what the customer said, right what they heard."""

from __future__ import annotations

import io
import wave
from datetime import datetime

import numpy as np

from softswitch.g711 import RATE
from tests.softswitch.sounds import tones_in
from wanhao.service.recordings import files
from wanhao.service.recordings.models import Recording

WINDOW_SECONDS = 0.7


def caller_heard(row: Recording, at: datetime, *candidates: int) -> set[int]:
    """Which of these tones came to the customer just after this moment."""
    opened = files.open_file(row)
    with wave.open(io.BytesIO(b"".join(opened.file.read()))) as wav:
        sound = np.frombuffer(wav.readframes(wav.getnframes()), np.int16).reshape(-1, 2)
    first = int((at - row.began_at).total_seconds() * RATE)
    return tones_in(sound[first : first + int(WINDOW_SECONDS * RATE), 1], *candidates)
