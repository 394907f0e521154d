"""The voice menu as rows: read, checked, edited by the administrator."""

import io
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.calendars.models import Hours
from wanhao.service.telephony import forms, menu, prompts
from wanhao.service.telephony.demo_menu import load_demo_menu
from wanhao.service.telephony.menu_check import Problem, problems
from wanhao.service.telephony.models import AccessCode, MenuBranch, MenuNode, Prompt
from wanhao.service.telephony.rules import Kind, Step

TEXTS = {"hello": ("您好", "Hello"), "only-zh": ("您好", ""), "only-en": ("", "Hello")}


def found(*steps: Step, first: str = "a") -> set[str]:
    """Problems of a menu as `step: sentence`, in English."""
    with translation.override("en"):
        return {f"{p.step}: {p.text}" for p in problems({s.code: s for s in steps}, {"10000": first}, TEXTS)}


QUEUE = Step("q", Kind.QUEUE, queue="general")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # a whole menu has no problems
        ([Step("a", Kind.MENU, {"0": "q", "1": "q"}, "hello"), QUEUE], set()),
        # nobody could choose anything
        (
            [Step("a", Kind.MENU, {"timeout": "q"}, "hello"), QUEUE],
            {"a: The branch “1” is missing.", "a: Key 0 should lead to a person."},
        ),
        # a branch to nowhere
        ([Step("a", Kind.MESSAGE, {"next": "gone"}, "hello")], {"a: The branch “next” leads nowhere."}),
        # a message without a word, and without a next step
        (
            [Step("a", Kind.MESSAGE)],
            {"a: This step says nothing: choose a prompt.", "a: The branch “next” is missing."},
        ),
        # half of the opening hours
        (
            [Step("a", Kind.HOURS, {"open": "q"}), QUEUE],
            {"a: The branch “closed” is missing.", "a: Choose the opening hours."},
        ),
        # texts
        ([Step("a", Kind.MESSAGE, {"next": "q"}, "only-zh"), QUEUE], {"a: The prompt “only-zh” has no English text."}),
        ([Step("a", Kind.MESSAGE, {"next": "q"}, "only-en"), QUEUE], {"a: The prompt “only-en” has no Chinese text."}),
        # what no caller reaches
        ([QUEUE, Step("q2", Kind.QUEUE, queue="x")], {"q2: No number and no branch leads to this step."}),
        # a queue that is none, a branch that is never taken
        (
            [Step("a", Kind.QUEUE, {"1": "q"}), QUEUE],
            {"a: Choose the queue callers come to.", "a: A step of this kind never takes the branch “1”."},
        ),
        # a language we do not speak
        ([Step("a", Kind.LANGUAGE, {"next": "q"}, language="fr"), QUEUE], {"a: Choose a language: zh or en."}),
    ],
)
def test_problems_are_told(steps: list[Step], expected: set[str]) -> None:
    first = steps[0].code
    told = {p for p in found(*steps, first=first) if "never reach a person" not in p}
    assert told == expected


def test_circles_and_no_person() -> None:
    told = found(Step("a", Kind.MESSAGE, {"next": "b"}, "hello"), Step("b", Kind.MESSAGE, {"next": "a"}, "hello"))
    assert told == {
        "a: This step comes back to itself without asking the caller for a key.",
        "b: This step comes back to itself without asking the caller for a key.",
        "a: Callers of 10000 never reach a person: no queue can be reached.",
    }


@pytest.fixture
def demo(db: None) -> None:
    unit = make_unit()
    queues = {code: make_queue(code, unit=unit).pk for code in ("general", "fault", "complaint", "english")}
    hours = Hours.objects.create(code="hotline", name_zh="热线", name_en="Hotline")
    for _time in range(2):  # loading it again changes nothing
        load_demo_menu(unit=unit, queues=queues, hours_id=hours.pk)


def test_the_demonstrations_menu_is_in_order(demo: None) -> None:
    grave = [p for p in menu.current_problems() if p.is_grave]
    assert grave == []
    current = menu.current_menu()
    assert current.entrances["10000"].first == "welcome"
    main = current.steps["main-menu"]
    assert {key: main.branches[key] for key in "12390"} == {
        "1": "balance",
        "2": "to-fault",
        "3": "to-complaint",
        "9": "english",
        "0": "general",
    }
    assert AccessCode.objects.count() == 1


def test_a_prompt_of_the_administrator_comes_before_the_programmes_own(demo: None) -> None:
    Prompt.objects.create(code="goodbye", text_zh="再会。")
    book = prompts.phrasebook()
    assert book.said("goodbye", "zh").text == "再会。"
    assert book.said("goodbye", "en").text == "再会。"  # no English: better Chinese than silence
    assert book.said("goodbye", "en").language == "zh"
    assert book.said("waiting-ahead", "zh", count="三").text == "您前面还有三位客户在等待。"
    assert all("{" not in said.text for said in book.everything())


def test_history_of_the_menu_is_kept(demo: None) -> None:
    prompt = Prompt.objects.get(code="welcome")
    prompt.text_zh = "您好。"
    prompt.save()
    branch = MenuBranch.objects.filter(on="9").get()
    branch.delete()
    from pghistory.models import Events

    labels = Events.objects.tracks(prompt).values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update"]
    history = MenuBranch.pgh_event_model.objects.filter(on="9").order_by("pgh_id")
    assert list(history.values_list("pgh_label", flat=True))[-1] == "delete"


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


def test_a_step_is_saved_with_its_branches(manager: Client, demo: None) -> None:
    node = MenuNode.objects.get(code="after-hours")
    page = {
        "code": node.code,
        "kind": "menu",
        "prompt": node.prompt_id,
        "timeout_seconds": 5,
        "attempts": 3,
        "branches-TOTAL_FORMS": 1,
        "branches-INITIAL_FORMS": 0,
        "branches-0-node": node.pk,
        "branches-0-on": "0",
        "branches-0-to": MenuNode.objects.get(code="general").pk,
    }
    address = f"/admin/telephony/menunode/{node.pk}/change/"
    assert manager.post(address, page).status_code == 302
    assert node.branches.get(on="0").to.code == "general"
    refused = manager.post(address, page | {"branches-0-on": "open", "branches-0-to": node.pk})
    assert refused.status_code == 200
    assert not node.branches.filter(on="open").exists()


def test_the_list_of_steps_says_what_is_wrong(manager: Client, demo: None) -> None:
    MenuBranch.objects.filter(node__code="opening-hours", on="closed").delete()
    page = manager.get("/admin/telephony/menunode/", headers={"Accept-Language": "en"}).content.decode()
    assert "opening-hours" in page
    with translation.override("en"):
        assert Problem("opening-hours", "The branch “closed” is missing.") in menu.current_problems()


def test_a_changed_prompt_is_spoken_by_the_worker(manager: Client) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    page = {"code": "new", "text_zh": "您好。", "text_en": "Hello."}
    assert manager.post("/admin/telephony/prompt/add/", page).status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="telephony.speak_prompts").count() == 1
