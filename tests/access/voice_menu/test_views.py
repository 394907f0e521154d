"""The pages of the voice menu: what they answer, what they refuse."""

import io
import json
import wave
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.contacts import make_contact
from tests.factories.ivr import make_announcement, make_demo_flow, make_flow, make_voice_message
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.service.calls.events import MenuWalked
from wanhao.service.ivr.models import Announcement, Flow, Sound
from wanhao.service.recordings.models import VoiceMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow() -> Flow:
    return make_demo_flow(unit=make_unit())


@pytest.fixture
def manager(flow: Flow) -> Client:
    return signed_in(make_staff(Role.SYSTEM_MANAGER, unit=flow.unit, language="en"))


def send(client: Client, address: str, document: Any) -> Any:
    return client.post(address, json.dumps(document), "application/json", headers={"Accept": "application/json"})


def test_the_list_and_a_copy(manager: Client, flow: Flow) -> None:
    page = manager.get("/voice-menu/").content.decode()
    assert "Customer hotline" in page
    assert "10000" in page
    fields = {"code": "second", "name_zh": "第二", "unit": flow.unit.code, "copied": flow.code}
    assert manager.post("/voice-menu/", fields).headers["Location"] == "/voice-menu/second/"
    assert Flow.objects.get(code="second").draft == flow.draft
    refused = manager.post("/voice-menu/", fields)
    assert refused.status_code == 422
    assert "already" in refused.content.decode()


def test_saving_asks_for_the_state_it_was_made_from(manager: Client, flow: Flow) -> None:
    address = f"/voice-menu/{flow.code}/draft/"
    begins = manager.get(address).json()
    assert begins["isPublished"] is True
    changed = {**begins["draft"], "start": "main-menu"}
    kept = send(manager, address, {"draft": changed, "version": begins["version"]})
    assert kept.status_code == 200
    assert kept.json()["isPublished"] is False
    late = send(manager, address, {"draft": begins["draft"], "version": begins["version"]})
    assert late.status_code == 409
    assert send(manager, address, {"draft": {"nodes": 7}, "version": kept.json()["version"]}).status_code == 422
    assert send(manager, address, [1]).status_code == 422
    flow.refresh_from_db()
    assert flow.draft["start"] == "main-menu"


def test_an_arrangement_is_only_told(manager: Client, flow: Flow) -> None:
    heap = {**flow.draft, "nodes": [{**node, "x": 0, "y": 0} for node in flow.draft["nodes"]]}
    placed = send(manager, f"/voice-menu/{flow.code}/arrangement/", heap).json()
    assert len({(node["x"], node["y"]) for node in placed["nodes"]}) == len(placed["nodes"])
    flow.refresh_from_db()
    assert flow.draft_version == 1


def walked(flow: Flow, *steps: str, at: str, end: str = "left", was_served: bool = False) -> None:
    contact = make_contact()
    event = MenuWalked(contact.pk, steps, flow.code, 1, at, end, was_served)
    record(event, actor=Actor.system("telephony"))


def test_visits_drop_outs_and_containment(manager: Client, flow: Flow) -> None:
    told = ("welcome", "main-menu:1", "account-pin:right", "balance")
    walked(flow, *told, at="account-menu", was_served=True)  # heard it, hung up
    walked(flow, "welcome", "main-menu:7", "main-menu:0", at="general", end="queue")  # asked for a person
    walked(flow, *told, "account-menu:0", at="general", end="queue", was_served=True)
    walked(flow, "welcome", at="main-menu")  # hung up in the menu
    walked(make_flow(), "welcome", at="main-menu")  # another menu
    counted = manager.get(f"/voice-menu/{flow.code}/visits/?days=1").json()
    assert counted["calls"] == 4
    assert counted["steps"]["main-menu"] == {"visits": 4, "left": 1, "contained": 1}
    assert counted["steps"]["balance"] == {"visits": 2, "left": 0, "contained": 1}
    assert counted["steps"]["account-menu"] == {"visits": 2, "left": 1, "contained": 1}
    assert counted["steps"]["general"] == {"visits": 2, "left": 0, "contained": 0}
    assert counted["ways"]["main-menu:1"] == 2
    assert counted["ways"]["balance:next"] == 2


@pytest.mark.parametrize(
    ("more", "keys", "said", "at", "waits"),
    [
        ({}, ["2"], "正在为您转接宽带故障专席", "fault", ""),
        ({"caller": {"open_fault": "yes"}}, ["2"], "您申报的故障正在处理", "fault", ""),
        ({"opening": "closed"}, [], "非人工服务时间", "after-hours", "key"),
        ({"opening": "closed"}, ["5"], "", "message", ""),
        ({"language": "en"}, [], "Hello, and welcome", "main-menu", "key"),
        ({}, ["4"], "请输入六位业务密码", "progress-pin", "digits"),
        ({}, ["4", "246813"], "工单号", "main-menu", "key"),
        ({}, ["1", "246813"], "您的账户余额为", "account-menu", "key"),
        ({}, ["1", "246813", "1"], "账单金额为九十九元", "account-menu", "key"),
        ({}, ["1", "246813", "9", "1"], "您的账户余额为", "account-menu", "key"),  # asked once in a call
        ({}, ["1", "1", "11", "111111"], "还可以再输入", "main-menu", "key"),
        ({}, ["1", "111111", "111112", "111113"], "已被锁定", "general", ""),
        ({}, ["1", "*"], "请输入六位业务密码", "general", ""),
        ({}, ["7", "7", "7"], "您的按键有误", "general", ""),
    ],
)  # fmt: skip
def test_walking_on_paper(
    manager: Client, flow: Flow, more: dict[str, Any], keys: list[str], said: str, at: str, waits: str
) -> None:
    document = {"draft": flow.draft, "keys": keys, **more}
    told = send(manager, f"/voice-menu/{flow.code}/rehearsal/", document).json()
    assert said in " ".join(line["text"] for line in told["heard"])
    assert (told["at"], told["waits_for"]) == (at, waits)


@pytest.mark.parametrize("step", ["balance", "bill", "progress"])
def test_private_steps_ask_for_the_pin_where_the_flow_does_not(manager: Client, flow: Flow, step: str) -> None:
    draft = {**flow.draft, "start": step}
    wrong, right = (
        send(manager, f"/voice-menu/{flow.code}/rehearsal/", {"draft": draft, "keys": keys}).json()["heard"]
        for keys in (["111111", "111112", "111113"], ["246813"])
    )
    words = {"balance": "余额为", "bill": "账单金额", "progress": "工单号"}[step]
    assert not any(words in line["text"] for line in wrong)
    assert any(words in line["text"] for line in right)


def test_a_text_is_heard_as_callers_hear_it(manager: Client, flow: Flow) -> None:
    reply = send(manager, f"/voice-menu/{flow.code}/speech/", {"text": "您好", "language": "zh"})
    with wave.open(io.BytesIO(reply.content)) as sound:
        assert sound.getframerate() == 8000
        assert sound.getnframes() > 2000
    assert send(manager, f"/voice-menu/{flow.code}/speech/", {"text": " "}).status_code == 422


def test_recordings_are_uploaded_and_heard(manager: Client, flow: Flow) -> None:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    address = f"/voice-menu/{flow.code}/sounds/"
    kept = manager.post(address, {"file": SimpleUploadedFile("问候.wav", data.getvalue(), "audio/wav")}).json()
    assert Sound.objects.get(public_id=kept["key"]).flow == flow
    assert manager.get(f"{address}{kept['key']}/").content == data.getvalue()
    assert manager.post(address, {"file": SimpleUploadedFile("x.wav", b"no sound")}).status_code == 422


def test_announcements_are_made_and_taken_back(flow: Flow) -> None:
    region = Unit.objects.get(kind=Unit.Kind.REGION, pk=flow.unit.region_id)
    leader = signed_in(make_staff(Role.DUTY_LEADER, unit=flow.unit, language="en"))
    fields = {
        "text_zh": "我们已知悉东江区域宽带故障。",
        "text_en": "We know about the fault.",
        "place": "hotline/main-menu",
        "regions": [region.code],
        "prefixes": "0900，12101",
        "ends_at": (now() + timedelta(hours=2)).astimezone().strftime("%Y-%m-%dT%H:%M"),
    }
    assert leader.post("/announcements/", fields).status_code == 302
    made = Announcement.objects.get()
    assert (made.flow, made.step, made.prefixes, made.regions) == (flow, "main-menu", ["0900", "12101"], [region.code])
    assert "我们已知悉东江区域宽带故障" in leader.get("/announcements/").content.decode()
    for wrong in ({"ends_at": "2001-01-01T00:00"}, {"prefixes": "abc"}, {"text_en": ""}, {"place": "hotline/gone"}):
        assert leader.post("/announcements/", fields | wrong).status_code == 422
    assert leader.post(f"/announcements/{made.public_id}/end/").status_code == 302
    made.refresh_from_db()
    assert made.ends_at <= now()
    assert leader.post(f"/announcements/{made.public_id}/end/").status_code == 409


def test_a_leader_sees_all_that_is_heard_but_ends_only_their_own(flow: Flow) -> None:
    theirs = make_announcement(by=make_staff(Role.DUTY_LEADER, unit=make_unit()))
    leader = signed_in(make_staff(Role.TEAM_LEADER, unit=flow.unit))
    page = leader.get("/announcements/").content.decode()
    assert theirs.text_zh in page
    assert f"/announcements/{theirs.public_id}/end/" not in page


def test_messages_are_heard_and_dealt_with() -> None:
    unit = make_unit()
    message = make_voice_message(unit=unit)
    agent = signed_in(make_staff(Role.GENERAL_SEAT, unit=unit, language="en"))
    page = agent.get("/voice-messages/").content.decode()
    assert f"/recordings/{message.recording.public_id}/" in page
    assert f"/tickets/new/?contact={message.contact.public_id}" in page
    assert agent.get(f"/recordings/{message.recording.public_id}/").status_code == 200  # though it served no contact
    assert agent.post(f"/voice-messages/{message.contact.public_id}/done/").status_code == 302
    assert VoiceMessage.objects.get().done_by is not None
    assert agent.post(f"/voice-messages/{message.contact.public_id}/done/").status_code == 409
    stranger = signed_in(make_staff(Role.GENERAL_SEAT, unit=make_unit()))
    assert stranger.get(f"/recordings/{message.recording.public_id}/").status_code == 404
