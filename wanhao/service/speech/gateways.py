"""Speech: how a text becomes sound. The embedded one needs nothing but our Python packages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PROGRAM = Path(__file__).with_name("speaking_process.py")
SECONDS_FOR_A_BATCH = 120


class SpeechFailed(Exception):
    """A text could not be spoken; the message says why."""


@dataclass(frozen=True)
class Line:
    """A text to speak into a WAV file. Languages: zh, en."""

    text: str
    language: str
    target: Path


class Speech(Protocol):
    """Any text-to-speech engine. `name` takes part in the key of cached files."""

    name: str

    def speak(self, lines: Sequence[Line]) -> None:
        """Write every line as a 16-bit PCM WAV file; raises SpeechFailed."""


class EmbeddedSpeech:
    """espeak-ng in a child process, one for each batch."""

    name = "espeak-ng-2"
    voices = {"zh": ("cmn", 165), "en": ("en-us", 150)}

    def speak(self, lines: Sequence[Line]) -> None:
        """Write every line as a WAV file; raises SpeechFailed."""
        batch = [(line.text, *self.voices[line.language], str(line.target)) for line in lines]
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(PROGRAM)],
                input=json.dumps(batch),
                capture_output=True,
                text=True,
                timeout=SECONDS_FOR_A_BATCH,
            )
        except subprocess.TimeoutExpired as error:
            raise SpeechFailed(f"{len(batch)} texts were not spoken within {SECONDS_FOR_A_BATCH} s") from error
        if done.returncode:
            raise SpeechFailed(f"speech ended with {done.returncode}: {done.stderr.strip()[-300:]}")
