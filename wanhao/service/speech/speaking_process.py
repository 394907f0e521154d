"""The child process that speaks: espeak-ng from the package `espeakng-loader`, through ctypes.

It reads a JSON list of [text, voice, speed, WAV path] from its input and writes the files. The library keeps global
state and is not safe with threads, therefore it lives here; a crash costs one batch of prompts and nothing else.
"""

import ctypes
import json
import sys
import wave

import espeakng_loader

AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8 = 1
PARAMETER_RATE = 1  # words a minute
TAKE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak_all(lines: list[tuple[str, str, int, str]]) -> None:
    """Write every line to its WAV file; raises when the library or a voice is missing."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise SystemExit("espeak-ng could not read its data")
    pieces: list[bytes] = []

    def take(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if samples:
            pieces.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = TAKE(take)
    library.espeak_SetSynthCallback(callback)
    for text, voice, speed, path in lines:
        pieces.clear()
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SystemExit(f"espeak-ng has no voice {voice}")
        library.espeak_SetParameter(PARAMETER_RATE, speed, 0)
        data = text.encode() + b"\0"
        library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, CHARS_UTF8, None, None)
        library.espeak_Synchronize()
        with wave.open(path, "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(b"".join(pieces))


if __name__ == "__main__":
    speak_all(json.load(sys.stdin))
