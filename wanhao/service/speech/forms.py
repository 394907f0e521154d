"""What an administrator may save: the programme's prompts in other words, with their recordings."""

from __future__ import annotations

import io
import wave
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from wanhao.service.speech.models import Prompt
from wanhao.service.speech.texts import place_in

MOST_BYTES = 12 * 1024 * 1024
MOST_SECONDS = 180
RATES = (8_000, 48_000)


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
        needed = place_in(str(cleaned.get("code", "")))
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


class SoundForm(forms.Form):
    """An uploaded recording of something said."""

    file = forms.FileField()

    def clean_file(self) -> Any:
        """Something a telephone can play."""
        return checked_recording(self.cleaned_data["file"])
