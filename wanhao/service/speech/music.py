"""Music on hold, composed and played by us: a soft pentatonic tune over slow chords, made for a loop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE = 8000
BEAT_SECONDS = 0.66
# Two phrases and their answer, in steps of the major pentatonic scale; None is a rest.
TUNE = [0, 1, 2, 4, 3, 2, 1, None, 2, 3, 4, 5, 4, 3, 2, None, 4, 5, 6, 5, 4, 2, 3, None, 3, 2, 1, 2, 1, 0, 0, None]
CHORDS = [(0, 7, 16), (-3, 4, 12), (5, 9, 12), (-5, 2, 11)]  # semitones: tonic, relative, subdominant, dominant
PENTATONIC = (0, 2, 4, 7, 9)
ROOT_HERTZ = 261.63


def hertz(semitones: float) -> float:
    """Frequency above the root in equal temperament."""
    return float(ROOT_HERTZ * 2 ** (semitones / 12))


def tone(frequency: float, seconds: float, softness: float) -> NDArray[np.float64]:
    """One note with a gentle onset and a long fall; `softness` is the time to fall to a third, in seconds."""
    at = np.arange(int(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * frequency * at) + 0.25 * np.sin(4 * np.pi * frequency * at)
    onset = np.minimum(1, at / 0.03)
    end = np.minimum(1, (seconds - at) / 0.05)
    return np.asarray(wave * onset * end * np.exp(-at / softness))


def melody() -> NDArray[np.int16]:
    """About 42 s of 16-bit samples at 8 kHz; it ends in silence so that the loop has no click."""
    beats = len(TUNE) * 2
    samples = np.zeros(int((beats + 2) * BEAT_SECONDS * RATE))
    for beat, step in enumerate(TUNE + TUNE[::-1]):
        if step is not None:
            semitones = PENTATONIC[step % 5] + 12 * (step // 5)
            _mix(samples, tone(hertz(semitones + 12), 2 * BEAT_SECONDS, 0.6), beat, 0.5)
    for bar in range(beats // 4):
        for semitones in CHORDS[bar % len(CHORDS)]:
            _mix(samples, tone(hertz(semitones - 12), 4 * BEAT_SECONDS, 1.8), bar * 4, 0.22)
    return np.asarray(samples / np.abs(samples).max() * 7000).astype(np.int16)  # about -17 dBFS, below speech


def chime() -> NDArray[np.int16]:
    """0.4 s of 16-bit samples at 8 kHz: a rising third, heard over speech without hurting."""
    notes = [tone(hertz(semitones + 12), 0.2, 0.1) for semitones in (0, 4)]
    samples = np.concatenate(notes)
    return np.asarray(samples / np.abs(samples).max() * 5000).astype(np.int16)


def _mix(samples: NDArray[np.float64], note: NDArray[np.float64], beat: int, gain: float) -> None:
    start = int(beat * BEAT_SECONDS * RATE)
    samples[start : start + len(note)] += gain * note


def beep() -> NDArray[np.int16]:
    """The sound after which callers speak: 0.4 s of 1 kHz and a moment of silence."""
    at = np.arange(int(0.4 * RATE)) / RATE
    sound = np.sin(2 * np.pi * 1000 * at) * np.minimum(1, at / 0.02) * np.minimum(1, (0.4 - at) / 0.02)
    return np.concatenate([sound * 7000, np.zeros(RATE // 10)]).astype(np.int16)
