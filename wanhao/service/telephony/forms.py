"""What an administrator may save: prompts with their recordings, steps and branches of the voice menu."""

from __future__ import annotations

import io
import wave
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from wanhao.service.telephony import rules
from wanhao.service.telephony.models import AccessCode, MenuBranch, MenuNode, Prompt
from wanhao.service.telephony.rules import Kind

MOST_BYTES = 12 * 1024 * 1024
MOST_SECONDS = 180
RATES = (8_000, 48_000)
PLACEHOLDERS = {"waiting-ahead": "{count}", "wait-range": "{wait}", "balance": "{amount}"}


class PromptForm(forms.ModelForm):
    """A prompt: texts, and recordings that are really what a telephone can play."""

    class Meta:
        model = Prompt
        fields = ("code", "text_zh", "text_en", "recording_zh", "recording_en")

    def clean_recording_zh(self) -> Any:
        """The Chinese recording."""
        return checked_recording(self.cleaned_data["recording_zh"])

    def clean_recording_en(self) -> Any:
        """The English recording."""
        return checked_recording(self.cleaned_data["recording_en"])

    def clean(self) -> dict[str, Any] | None:
        """Prompts with a number in them keep the place for it."""
        cleaned = super().clean() or {}
        needed = PLACEHOLDERS.get(str(cleaned.get("code", "")))
        if needed:
            for language in ("zh", "en"):
                text = str(cleaned.get(f"text_{language}") or "")
                if text and needed not in text:
                    self.add_error(f"text_{language}", _("Write %(mark)s where the number is said.") % {"mark": needed})
                if cleaned.get(f"recording_{language}"):
                    message = _("A recording cannot say a number: this prompt must be a text.")
                    self.add_error(f"recording_{language}", message)
        return cleaned


def checked_recording(file: Any) -> Any:
    """An uploaded file as it is, if it is a WAV the switch can use; raises ValidationError."""
    if not isinstance(file, UploadedFile):
        return file  # kept as it was, or cleared
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(_("The file is larger than 12 MB: shorten it."))
    try:
        with wave.open(io.BytesIO(file.read()), "rb") as sound:
            rate, seconds = sound.getframerate(), sound.getnframes() / max(1, sound.getframerate())
            is_usable = sound.getsampwidth() == 2 and sound.getnchannels() in (1, 2) and RATES[0] <= rate <= RATES[1]
    except (wave.Error, EOFError):
        raise forms.ValidationError(_("This is not a WAV file: save the recording as WAV (PCM).")) from None
    finally:
        file.seek(0)
    if not is_usable:
        raise forms.ValidationError(_("Save the recording as WAV, PCM 16 bit, 8 to 48 kHz, mono or stereo."))
    if not 0 < seconds <= MOST_SECONDS:
        raise forms.ValidationError(_("A prompt lasts at most three minutes and is not empty."))
    return file


class MenuNodeForm(forms.ModelForm):
    """A step has what its kind needs."""

    class Meta:
        model = MenuNode
        fields = ("code", "kind", "prompt", "timeout_seconds", "attempts", "language", "queue", "hours")

    def clean(self) -> dict[str, Any] | None:
        """Say what is missing at the field where it is missing."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        needed = {
            Kind.MENU: ("prompt", _("A menu must say its choices: choose a prompt.")),
            Kind.MESSAGE: ("prompt", _("Choose what is said.")),
            Kind.QUEUE: ("queue", _("Choose the queue callers come to.")),
            Kind.HOURS: ("hours", _("Choose the opening hours.")),
        }
        if kind in needed and not cleaned.get(needed[Kind(kind)][0]):
            self.add_error(*needed[Kind(kind)])
        if kind == Kind.LANGUAGE and cleaned.get("language") not in rules.LANGUAGES:
            self.add_error("language", _("Choose a language: zh or en."))
        if kind == Kind.MENU and not (1 <= (cleaned.get("attempts") or 0) <= 9):
            self.add_error("attempts", _("Between 1 and 9."))
        return cleaned


class MenuBranchForm(forms.ModelForm):
    """A branch is a key or a word its step can take."""

    class Meta:
        model = MenuBranch
        fields = ("on", "to")

    def clean_on(self) -> str:
        """A key, or one of the words."""
        word = str(self.cleaned_data["on"]).strip().lower()
        known = rules.KEYS | {rules.NEXT, rules.INVALID, rules.TIMEOUT, rules.OPEN, rules.CLOSED}
        if word not in known:
            raise forms.ValidationError(_("Write a key (0–9, *, #) or: next, invalid, timeout, open, closed."))
        return word


class MenuBranches(forms.BaseInlineFormSet):
    """All branches of a step together."""

    def clean(self) -> None:
        """Every branch fits the kind of the step."""
        super().clean()
        kind = getattr(self.instance, "kind", "")
        if not kind:
            return
        allowed = rules.words_of(Kind(kind))
        for form in self.forms:
            word = form.cleaned_data.get("on") if hasattr(form, "cleaned_data") else None
            if word and not form.cleaned_data.get("DELETE") and word not in allowed:
                form.add_error("on", _("A step of this kind never takes the branch “%(word)s”.") % {"word": word})


class AccessCodeForm(forms.ModelForm):
    """A number customers dial."""

    class Meta:
        model = AccessCode
        fields = ("number", "name_zh", "name_en", "first_node", "unit", "language", "is_active")

    def clean_number(self) -> str:
        """Digits only, as the carrier sends them."""
        number = str(self.cleaned_data["number"]).strip()
        if not number.isdigit():
            raise forms.ValidationError(_("A number is written in digits only."))
        return number
