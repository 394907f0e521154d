"""Prompt files: spoken by the real engine, made once, in both codecs."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest

from softswitch.g711 import RATE, decode, encode_prompt, prompt_file
from softswitch.sdp import Codec
from wanhao.service.speech import music
from wanhao.service.speech.cache import PromptCache, Said
from wanhao.service.speech.gateways import EmbeddedSpeech, Line, SpeechFailed
from wanhao.service.speech.texts import filled, own_texts


@pytest.fixture
def cache(tmp_path: Path) -> PromptCache:
    return PromptCache(tmp_path / "prompts", EmbeddedSpeech())


def level_dbfs(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean((sound / 32768.0) ** 2) + 1e-12))


def samples(prompt: Path, codec: Codec) -> np.ndarray:
    return decode(prompt_file(prompt, codec).read_bytes(), codec)


def test_mandarin_and_english_are_audible_in_both_codecs(cache: PromptCache) -> None:
    said = [Said("您好，欢迎致电万和电信。", "zh"), Said("Hello, and welcome.", "en")]
    assert cache.make(said) == 2
    for each in said:
        for codec in Codec:
            sound = samples(cache.path_of(each), codec)
            assert len(sound) > RATE  # more than a second
            assert level_dbfs(sound) > -30


def test_made_once(cache: PromptCache) -> None:
    said = Said("请稍候。", "zh")
    assert cache.make([said, said]) == 1
    before = prompt_file(cache.path_of(said), Codec.PCMA).stat().st_mtime_ns
    assert cache.make([said]) == 0
    assert prompt_file(cache.path_of(said), Codec.PCMA).stat().st_mtime_ns == before


def test_another_text_or_language_is_another_file(cache: PromptCache) -> None:
    paths = {cache.path_of(s) for s in (Said("一", "zh"), Said("二", "zh"), Said("一", "en"))}
    assert len(paths) == 3


def test_an_uploaded_recording_replaces_the_voice(cache: PromptCache, tmp_path: Path) -> None:
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(44_100) / 44_100)).astype(np.int16)
    with wave.open(str(tmp_path / "own.wav"), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(tone.tobytes())
    said = Said("", "zh", tmp_path / "own.wav")
    cache.make([said])
    sound = samples(cache.path_of(said), Codec.PCMA)
    strongest = np.abs(np.fft.rfft(sound)).argmax() * RATE / len(sound)
    assert abs(len(sound) / RATE - 1) < 0.01
    assert abs(strongest - 440) < 3


def test_a_private_sentence_leaves_no_file(cache: PromptCache, tmp_path: Path) -> None:
    prompt = cache.say_once(Said("您的余额为十元。", "zh"), "call-1")
    assert prompt_file(prompt, Codec.PCMA).exists()
    cache.forget(prompt)
    assert os.listdir(tmp_path / "prompts") == []


def test_speech_says_why_it_failed(tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed, match="ended with"):
        EmbeddedSpeech().speak([Line("您好", "zh", tmp_path / "no-such-folder" / "x.wav")])


def test_old_files_are_pruned_and_those_in_use_kept(cache: PromptCache) -> None:
    kept, gone = Said("留下", "zh"), Said("删除", "zh")
    cache.make([kept, gone])
    for said in (kept, gone):
        for codec in Codec:
            os.utime(prompt_file(cache.path_of(said), codec), (0, 0))
    assert cache.prune([kept]) == 2
    assert (cache.is_ready(kept), cache.is_ready(gone)) == (True, False)


def test_music_is_soft_and_ends_in_silence(tmp_path: Path) -> None:
    tune = music.melody()
    assert 30 < encode_prompt(tune, tmp_path / "music") < 60
    assert -30 < level_dbfs(tune) < -15
    assert level_dbfs(tune[-800:]) < -60


def test_the_programmes_own_texts_are_complete() -> None:
    for code, (zh, en) in own_texts().items():
        assert ("{count}" in zh) == ("{count}" in en), code
        assert not zh.isascii(), code
        assert en.isascii(), code


def test_only_known_places_are_filled() -> None:
    assert filled("前面{count}位{x}", {"count": "三"}) == "前面三位{x}"
