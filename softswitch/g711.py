"""G.711 by numpy tables (ITU-T G.711), and prompts in the form the media process plays."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from softswitch.sdp import Codec

RATE = 8000
Samples = NDArray[np.int16]


def _ulaw_table() -> Samples:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    size = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return np.where(code & 0x80, 0x84 - size, size - 0x84).astype(np.int16)


def _alaw_table() -> Samples:
    code = np.arange(256, dtype=np.int32) ^ 0x55
    segment, size = (code & 0x70) >> 4, (code & 0x0F) << 4
    size = np.where(segment == 0, size + 8, (size + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


DECODE = {Codec.PCMU: _ulaw_table(), Codec.PCMA: _alaw_table()}  # byte → sample


def _encoder(table: Samples) -> NDArray[np.uint8]:
    """The nearest code for every 16-bit sample; index = sample + 32768."""
    values, codes = np.unique(table.astype(np.int32), return_index=True)
    nearest = np.searchsorted((values[:-1] + values[1:]) / 2, np.arange(-32768, 32768))
    return codes[nearest].astype(np.uint8)


ENCODE = {codec: _encoder(table) for codec, table in DECODE.items()}


def encode(samples: Samples, codec: Codec) -> bytes:
    """16-bit samples to G.711 bytes."""
    return ENCODE[codec][samples.astype(np.int32) + 32768].tobytes()


def decode(payload: bytes, codec: Codec) -> Samples:
    """G.711 bytes to 16-bit samples."""
    return DECODE[codec][np.frombuffer(payload, np.uint8)]


def encode_prompt(source: Samples | Path | str, target: Path) -> float:
    """Write `target`.8 and `target`.0 for the media process; returns the length in seconds.

    `source` is 16-bit 8 kHz samples or a 16-bit PCM WAV file of any rate, mono or stereo.
    """
    samples = read_wav(Path(source)) if isinstance(source, Path | str) else source
    target.parent.mkdir(parents=True, exist_ok=True)
    for codec in Codec:
        partial = Path(f"{target}.{int(codec)}.partial")
        partial.write_bytes(encode(samples, codec))
        partial.replace(prompt_file(target, codec))  # a prompt being played never sees half a file
    return len(samples) / RATE


def prompt_file(prompt: Path, codec: Codec) -> Path:
    """Where the recording of a prompt for one codec is."""
    return Path(f"{prompt}.{int(codec)}")


def prompt_seconds(prompt: Path, codec: Codec) -> float:
    """How long a prompt lasts; raises FileNotFoundError when it was never made."""
    return prompt_file(prompt, codec).stat().st_size / RATE


def read_wav(path: Path) -> Samples:
    """A 16-bit PCM WAV file as 8 kHz mono samples."""
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != 2:
            raise ValueError(f"{path.name} is not 16-bit PCM")
        channels, rate = file.getnchannels(), file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return resample(samples.reshape(-1, channels).mean(axis=1), rate)


def resample(samples: NDArray[np.floating], rate: int) -> Samples:
    """Bring samples of any rate to 8 kHz: low-pass below 3.7 kHz, then interpolate."""
    if rate != RATE and len(samples):
        cut = min(3700.0, rate * 0.46) / rate
        taps = np.arange(-64, 65)
        kernel = 2 * cut * np.sinc(2 * cut * taps) * np.hamming(len(taps))
        smooth = np.convolve(samples, kernel / kernel.sum(), mode="same")
        at = np.arange(0, len(samples), rate / RATE)
        samples = np.interp(at, np.arange(len(samples)), smooth)
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
