"""Voice menus for tests."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.contacts import make_contact
from tests.factories.recordings import make_recording
from tests.factories.routing import make_queue
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.calendars.models import Hours, Period
from wanhao.service.ivr import actions
from wanhao.service.ivr.announcing import AnnouncementDetails, announce
from wanhao.service.ivr.demo_flow import load_demo_flow
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import Announcement, Flow, Sound
from wanhao.service.ivr.rules import Kind, Step
from wanhao.service.recordings import voice_messages
from wanhao.service.recordings.models import VoiceMessage
from wanhao.service.routing.models import Queue

TEST = Actor.system("test")
_numbers = count(1)


def make_demo_flow(*, unit: Unit | None = None, number: str = "10000") -> Flow:
    """The demonstration's menu, published, with all it leads to; open day and night."""
    unit = unit or make_unit()
    for code in ("general", "fault", "complaint", "english"):
        if not Queue.objects.filter(code=code).exists():
            make_queue(code, unit=unit)
    hours = Hours.objects.create(code="hotline", name_zh="热线", name_en="Hotline", follows_holidays=False)
    for weekday in range(7):
        Period.objects.create(hours=hours, weekday=weekday, opens_at=time(0), closes_at=None)
    return load_demo_flow(unit=unit, number=number)


def make_flow(*steps: Step, unit: Unit | None = None, is_published: bool = True) -> Flow:
    """A flow that begins with the first step; one that only says goodbye when none is given."""
    steps = steps or (Step("bye", Kind.HANG_UP, {}, "再见", "Goodbye"),)
    graph = Graph(steps[0].code, {step.code: step for step in steps})
    flow = actions.make_flow(f"flow-{next(_numbers)}", name_zh="测试", unit=unit or make_unit(), by=TEST, draft=graph)
    if is_published:
        actions.publish(flow.pk, version=flow.draft_version, by=TEST)
        flow.refresh_from_db()
    return flow


def make_announcement(*, by: Staff, seconds: float = 3600, **details: Any) -> Announcement:
    """Something announced for so long."""
    texts = {"text_zh": "我们已知悉宽带故障。", "text_en": "We know about the fault."}
    ends_at = now() + timedelta(seconds=seconds)
    return announce(AnnouncementDetails(**(texts | details), ends_at=ends_at), by=by)


def flow_address(unit: Unit, _viewer: Staff) -> dict[str, Any]:
    """The address of a flow of the unit."""
    return {"code": make_flow(unit=unit).code}


def version_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a version that can be used again."""
    flow = make_flow(unit=unit)
    other = {"start": "a", "nodes": [{"code": "a", "kind": "hang_up"}]}
    flow = actions.save_draft(flow.pk, other, version=flow.draft_version, by=TEST)
    actions.publish(flow.pk, version=flow.draft_version, by=TEST)
    return {"code": flow.code, "number": 1}


def sound_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a recording of a flow."""
    flow = make_flow(unit=unit)
    file = SimpleUploadedFile("a.wav", b"RIFF", "audio/wav")
    return {"code": flow.code, "key": Sound.objects.create(flow=flow, file=file).public_id}


def announcement_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of an announcement of the unit."""
    by = make_staff(Role.DUTY_LEADER, unit=unit)
    return {"public_id": make_announcement(by=by).public_id}


def voice_message_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of a message that waits in the unit."""
    return {"public_id": make_voice_message(unit=unit).contact.public_id}


def make_voice_message(*, unit: Unit | None = None) -> VoiceMessage:
    """A message a caller left."""
    contact = make_contact(unit=unit)
    recording = make_recording(contact, seconds=0.1)
    return voice_messages.keep(contact.pk, recording.pk, by=TEST)
