"""G.711 tables and prompts."""

import wave
from pathlib import Path

import numpy as np
import pytest

from softswitch.g711 import DECODE, decode, encode, encode_prompt, prompt_seconds, read_wav
from softswitch.sdp import Codec
from tests.softswitch.sounds import tone, tones_in


@pytest.mark.parametrize(
    ("codec", "code", "sample"),
    [  # ITU-T G.711, tables 1a to 2b, scaled to 16 bit
        (Codec.PCMA, 0xD5, 8),  # the smallest positive value: silence
        (Codec.PCMA, 0x55, -8),
        (Codec.PCMA, 0xAA, 32256),  # the largest
        (Codec.PCMU, 0xFF, 0),
        (Codec.PCMU, 0x80, 32124),
        (Codec.PCMU, 0x00, -32124),
    ],
)
def test_known_codes(codec: Codec, code: int, sample: int) -> None:
    assert DECODE[codec][code] == sample


@pytest.mark.parametrize("codec", Codec)
def test_every_code_survives_and_noise_is_small(codec: Codec) -> None:
    """Decoding and encoding again is the identity, and a tone keeps 30 dB above its noise."""
    codes = bytes(range(256))
    again = decode(encode(decode(codes, codec), codec), codec)
    assert (again == decode(codes, codec)).all()
    sound = tone(1004)
    noise = decode(encode(sound, codec), codec).astype(float) - sound
    assert 10 * np.log10((sound.astype(float) ** 2).mean() / (noise**2).mean()) > 30


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (22050, 1), (48000, 2)])
def test_prompt_from_a_wav_of_any_rate(tmp_path: Path, rate: int, channels: int) -> None:
    moments = np.arange(rate) / rate
    sound = (8000 * np.sin(2 * np.pi * 600 * moments) + 8000 * np.sin(2 * np.pi * 7000 * moments)) / 2
    with wave.open(str(tmp_path / "in.wav"), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(sound.astype(np.int16), channels).tobytes())
    assert encode_prompt(tmp_path / "in.wav", tmp_path / "new" / "out") == pytest.approx(1, abs=0.001)
    for codec in Codec:
        assert prompt_seconds(tmp_path / "new" / "out", codec) == pytest.approx(1, abs=0.001)
    if rate > 8000:  # 7 kHz must not fold down to 1 kHz
        assert tones_in(read_wav(tmp_path / "in.wav"), 600, 1000) == {600}
    assert not list(tmp_path.rglob("*.partial"))


def test_eight_bit_wav_is_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "in.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 100)
    with pytest.raises(ValueError, match="16-bit"):
        read_wav(tmp_path / "in.wav")
