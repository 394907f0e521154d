"""Tones to send, and which tone is in what was heard."""

import numpy as np

from softswitch.g711 import RATE, Samples


def tone(hertz: int, seconds: float = 1.0, amplitude: int = 8000) -> Samples:
    """A sine, whole periods in a second, so that it can be repeated without a click."""
    return (amplitude * np.sin(2 * np.pi * hertz * np.arange(int(RATE * seconds)) / RATE)).astype(np.int16)


def tones_in(samples: Samples, *candidates: int) -> set[int]:
    """Which of these frequencies are clearly there (FFT)."""
    if len(samples) < RATE // 5:
        return set()
    window = samples * np.hanning(len(samples))
    spectrum = np.abs(np.fft.rfft(window)) / len(samples) * 4
    step = len(samples) / RATE
    return {h for h in candidates if spectrum[int((h - 5) * step) : int((h + 5) * step) + 2].max() > 500}
