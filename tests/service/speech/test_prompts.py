"""Prompts in the administrator's words, with recordings that a telephone can play."""

import io
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.accounts import make_staff, signed_in
from wanhao.foundation.accounts.rights import Role
from wanhao.service.speech import forms, prompts
from wanhao.service.speech.models import Prompt
from wanhao.service.speech.prompts import Phrasebook


def test_a_prompt_of_the_administrator_comes_before_the_programmes_own(db: None) -> None:
    Prompt.objects.create(code="goodbye", text_zh="再会。")
    book = Phrasebook(prompts.own_prompts())
    assert book.said("goodbye", "zh").text == "再会。"
    assert book.said("goodbye", "en").text == "再会。"  # no English: better Chinese than silence
    assert book.said("goodbye", "en").language == "zh"
    assert book.said("waiting-ahead", "zh", count="三").text.startswith("您前面还有三位客户在等待")
    assert all("{" not in said.text for said in book.everything())


def test_history_of_prompts_is_kept(db: None) -> None:
    prompt = Prompt.objects.create(code="goodbye", text_zh="再会。")
    prompt.text_zh = "再见。"
    prompt.save()
    from pghistory.models import Events

    assert list(Events.objects.tracks(prompt).values_list("pgh_label", flat=True)) == ["insert", "update"]


def wav(*, rate: int = 8000, width: int = 2, seconds: float = 1.0) -> SimpleUploadedFile:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((1, width, rate, 0, "NONE", ""))
        file.writeframes(bytes(int(rate * width * seconds)))
    return SimpleUploadedFile("prompt.wav", data.getvalue(), "audio/wav")


@pytest.mark.parametrize(
    ("file", "is_taken"),
    [
        (wav(), True),
        (wav(rate=44_100), True),
        (wav(width=1), False),  # 8 bit
        (wav(rate=4000), False),  # duller than a telephone
        (wav(seconds=0), False),
        (wav(seconds=200), False),
        (SimpleUploadedFile("x.wav", b"ID3 not a wav"), False),
        (SimpleUploadedFile("x.wav", b"RIFF"), False),
    ],
)
def test_uploaded_recordings_are_checked(db: None, file: SimpleUploadedFile, is_taken: bool) -> None:
    form = forms.PromptForm({"code": "x", "text_zh": "您好"}, {"recording_zh": file})
    assert form.is_valid() is is_taken, form.errors


def test_a_prompt_with_a_number_keeps_its_place(db: None) -> None:
    form = forms.PromptForm({"code": "waiting-ahead", "text_zh": "请稍候。"}, {"recording_zh": wav()})
    assert set(form.errors) == {"text_zh", "recording_zh"}


@pytest.fixture
def manager(db: None) -> Client:
    return signed_in(make_staff(Role.SYSTEM_MANAGER))


def test_a_changed_prompt_is_spoken_by_the_worker(manager: Client) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    page = {"code": "new", "text_zh": "您好。", "text_en": "Hello."}
    assert manager.post("/admin/speech/prompt/add/", page).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="speech.speak_prompts").count() == 1
