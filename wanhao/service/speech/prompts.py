"""What is said: the rows of the administrator over the programme's own texts, and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wanhao.service.speech.cache import PromptCache, Said
from wanhao.service.speech.gateways import EmbeddedSpeech
from wanhao.service.speech.models import Prompt
from wanhao.service.speech.numerals import spoken_count, spoken_key, spoken_range
from wanhao.service.speech.texts import filled, own_texts

LANGUAGES = ("zh", "en")
COUNTS_MADE_AHEAD = 30
RANGES_MADE_AHEAD = [(0, 1), *((low, high) for low in range(1, 7) for high in range(low, 2 * low + 2))]
PRIVATE = ("{amount}", "{digits}", "{month}")

MADE_AHEAD: dict[str, Callable[[str], list[str]]] = {
    "count": lambda language: [spoken_count(number, language) for number in range(1, COUNTS_MADE_AHEAD + 1)],
    "wait": lambda language: [spoken_range(low, high, language) for low, high in RANGES_MADE_AHEAD],
    "key": lambda language: [spoken_key(key, language) for key in "1*"],
}


@dataclass(frozen=True)
class Spoken:
    """A prompt in both languages: its text, or the recording that replaces it."""

    texts: Mapping[str, str]
    recordings: Mapping[str, Path]


class Phrasebook:
    """What every prompt code says."""

    def __init__(self, prompts: Mapping[str, Spoken]) -> None:
        self._prompts = prompts

    def said(self, code: str, language: str, **values: str) -> Said:
        """What is said for a code; the Chinese text where the other one is missing."""
        prompt = self._prompts[code]
        if language not in prompt.recordings and not prompt.texts[language]:
            language = "zh"
        if recording := prompt.recordings.get(language):
            return Said("", language, recording)
        return Said(filled(prompt.texts[language], values), language)

    def prompt(self, code: str) -> Spoken:
        """A prompt in both languages."""
        return self._prompts[code]

    def text(self, code: str, language: str) -> str:
        """The text of a prompt, also where a recording replaces it."""
        return self._prompts[code].texts[language]

    def __eq__(self, other: object) -> bool:
        """Do both say the same everywhere?"""
        return isinstance(other, Phrasebook) and self._prompts == other._prompts

    def __hash__(self) -> int:
        return id(self)

    def __contains__(self, code: str) -> bool:
        return code in self._prompts

    def everything(self) -> Iterator[Said]:
        """All that can be said without knowing the caller, and the first numbers of callers waiting."""
        for code in self._prompts:
            for language in LANGUAGES:
                yield from self._all_of(code, language)

    def _all_of(self, code: str, language: str) -> Iterator[Said]:
        """One prompt with all its likely numbers; none of what is private."""
        text = self._prompts[code].texts[language]
        if any(private in text for private in PRIVATE):
            return
        for place, values in MADE_AHEAD.items():
            if "{" + place + "}" in text:
                yield from (self.said(code, language, **{place: value}) for value in values(language))
                return
        yield self.said(code, language)


_sources: list[Callable[[], Mapping[str, Spoken]]] = []


def cache() -> PromptCache:
    """The prompt files of this installation."""
    return PromptCache(settings.WANHAO.data / "prompts", EmbeddedSpeech())


def own_prompts() -> dict[str, Spoken]:
    """What the programme says itself, in the administrator's words where there are some."""
    prompts = {code: Spoken({"zh": zh, "en": en}, {}) for code, (zh, en) in own_texts().items()}
    for row in Prompt.objects.all():
        recordings = {
            language: Path(file.path)
            for language, file in (("zh", row.recording_zh), ("en", row.recording_en))
            if file and Path(file.path).exists()
        }
        prompts[row.code] = Spoken({"zh": row.text_zh, "en": row.text_en}, recordings)
    return prompts


def also_said(source: Callable[[], Mapping[str, Spoken]]) -> None:
    """A context says more than prompts: its phrases are found by `source`, so that their files are made and kept."""
    _sources.append(source)


def everything() -> Phrasebook:
    """All that is said anywhere at this moment."""
    prompts = own_prompts()
    for source in _sources:
        prompts |= source()
    return Phrasebook(prompts)


def make_all(phrases: Phrasebook) -> int:
    """Make every prompt file that is missing, and the music; returns how many were made."""
    files = cache()
    files.music()
    return files.make(phrases.everything())


def prune(phrases: Phrasebook) -> int:
    """Delete prompt files nobody says any more."""
    return cache().prune(phrases.everything())
