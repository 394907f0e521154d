"""What callers hear at a moment: published menus, announcements, prompts in the administrator's words."""

import io
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.accounts import make_staff, signed_in
from tests.factories.ivr import TEST, make_demo_flow
from wanhao.foundation.accounts.rights import Role
from wanhao.service.ivr import actions
from wanhao.service.ivr.models import AccessCode
from wanhao.service.telephony import forms, menu, prompts
from wanhao.service.telephony.models import Prompt
from wanhao.service.telephony.prompts import Phrasebook


def test_the_menu_of_a_moment_stays_what_it_was(db: None) -> None:
    flow = make_demo_flow()
    before = menu.current_menu()
    assert before.entrances["10000"].flow.graph.start == "welcome"
    quick = {**flow.draft, "start": "main-menu"}
    flow = actions.save_draft(flow.pk, quick, version=flow.draft_version, by=TEST)
    actions.publish(flow.pk, version=flow.draft_version, by=TEST)
    after = menu.current_menu().entrances["10000"].flow
    assert (after.graph.start, after.version) == ("main-menu", 2)
    kept = before.entrances["10000"].flow  # a call that began before goes on with this
    assert (kept.graph.start, kept.version) == ("welcome", 1)
    assert before.phrases.said(kept.prompt_of(kept.graph.steps["welcome"]), "en").text.startswith("Hello")


def test_numbers_out_of_use_and_unpublished_menus_are_not_dialled(db: None) -> None:
    make_demo_flow()
    AccessCode.objects.update(is_active=False)
    assert menu.current_menu().entrances == {}


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
    assert manager.post("/admin/telephony/prompt/add/", page).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="telephony.speak_prompts").count() == 1
