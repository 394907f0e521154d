"""A text as the telephone says it, for hearing it in the browser before callers do."""

from __future__ import annotations

import io
import wave

from softswitch.g711 import RATE, decode, prompt_file
from softswitch.sdp import Codec
from wanhao.service.speech.cache import Said
from wanhao.service.speech.prompts import cache


def spoken(text: str, language: str) -> bytes:
    """A WAV file of the text; raises SpeechFailed."""
    said, files = Said(text, language), cache()
    files.make([said])
    samples = decode(prompt_file(files.path_of(said), Codec.PCMA).read_bytes(), Codec.PCMA)
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return sound.getvalue()
