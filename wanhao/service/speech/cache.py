"""Prompt files for the switch, made once and found again by what they say.

The name of a file is a fingerprint of text, language and voice (or of an uploaded recording), so that a changed
prompt is a new file and a call that is playing the old one is not disturbed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from softswitch.g711 import encode_prompt
from softswitch.sdp import Codec
from wanhao.service.speech.gateways import Line, Speech
from wanhao.service.speech.music import beep, chime, melody

UNUSED_SECONDS = 90 * 86_400


@dataclass(frozen=True)
class Said:
    """A text in a language (zh, en), or the recording that was uploaded for it."""

    text: str
    language: str
    recording: Path | None = None


class PromptCache:
    """The folder of prompt files. Any number of processes may share it: files appear whole or not at all."""

    def __init__(self, folder: Path, speech: Speech) -> None:
        self._folder, self._speech = folder, speech

    def path_of(self, said: Said) -> Path:
        """Where the switch finds it, without the ending that tells the codec."""
        source = f"recording|{said.recording.name}" if said.recording else f"{self._speech.name}|{said.text}"
        return self._folder / sha256(f"{said.language}|{source}".encode()).hexdigest()[:32]

    def is_ready(self, said: Said) -> bool:
        """Was it made already?"""
        return is_whole(self.path_of(said))

    def make(self, wanted: Iterable[Said]) -> int:
        """Make those that are missing, all in one batch; returns how many. Raises SpeechFailed, ValueError."""
        missing = [said for said in dict.fromkeys(wanted) if not self.is_ready(said)]
        if not missing:
            return 0
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="speaking-") as scratch:
            spoken = [
                Line(said.text, said.language, Path(scratch) / f"{number}.wav") for number, said in enumerate(missing)
            ]
            lines = [line for said, line in zip(missing, spoken, strict=True) if said.recording is None]
            if lines:
                self._speech.speak(lines)
            for said, line in zip(missing, spoken, strict=True):
                encode_prompt(said.recording or line.target, self.path_of(said))
        return len(missing)

    def say_once(self, said: Said, name: str) -> Path:
        """Speak something private (a balance) into a file of its own; the caller forgets it after playing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix="speaking-") as scratch:
            line = Line(said.text, said.language, Path(scratch) / "once.wav")
            self._speech.speak([line])
            encode_prompt(line.target, self._folder / f"once-{name}")
        return self._folder / f"once-{name}"

    def forget(self, prompt: Path) -> None:
        """Remove the files of one prompt."""
        for codec in Codec:
            Path(f"{prompt}.{int(codec)}").unlink(missing_ok=True)

    def music(self) -> Path:
        """The music on hold; composed at the first use."""
        return self._composed("music-1", melody)

    def beep(self) -> Path:
        """The sound after which callers speak."""
        return self._composed("beep-1", beep)

    def chime(self) -> Path:
        """The tone that says somebody is listening."""
        return self._composed("chime-1", chime)

    def _composed(self, name: str, compose: Callable[[], NDArray[np.int16]]) -> Path:
        path = self._folder / name
        if not is_whole(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            encode_prompt(compose(), path)
        return path

    def prune(self, in_use: Iterable[Said]) -> int:
        """Delete what no prompt says any more and nobody made anew for a long time; returns how many files."""
        kept = {self.path_of(said).name for said in in_use} | {
            file.name for file in (self.music(), self.beep(), self.chime())
        }
        limit = time.time() - UNUSED_SECONDS
        old = [
            entry
            for entry in os.scandir(self._folder)
            if entry.is_file() and entry.name.partition(".")[0] not in kept and entry.stat().st_mtime < limit
        ]
        for entry in old:
            Path(entry.path).unlink(missing_ok=True)
        return len(old)


def is_whole(prompt: Path) -> bool:
    """Is the prompt there in every codec?"""
    return all(Path(f"{prompt}.{int(codec)}").exists() for codec in Codec)
