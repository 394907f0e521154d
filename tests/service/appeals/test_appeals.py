"""Appeals to the regulator: their clocks, their states, and the evidence that is packed for them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from subprocess import run

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.appeals import make_appeal, make_pack
from tests.factories.chat import CUSTOMER, make_entrance, make_served_chat
from tests.factories.contacts import make_answered_contact
from tests.factories.customers import make_party
from tests.factories.files import upload
from tests.factories.recordings import make_recording
from tests.factories.routing import make_agent, make_queue
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_held_visit
from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Posting, Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files import actions as files
from wanhao.foundation.files import vault
from wanhao.foundation.notices.models import Notice
from wanhao.service.appeals import actions, packing, queries
from wanhao.service.appeals.models import Appeal, EvidencePack
from wanhao.service.chat.actions import send_file, transfer_chat
from wanhao.service.clocks import firing
from wanhao.service.clocks.models import Clock
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets import messages
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    monkeypatch.setattr(packing, "_folder", lambda: tmp_path)
    return tmp_path


def clocks(appeal: Appeal) -> dict[str, str]:
    rows = Clock.objects.filter(subject=appeal.subject)
    return {clock.target: clock.outcome or "running" for clock in rows}


def test_from_receipt_to_the_end_with_the_clocks_of_the_law() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    received = now() - timedelta(days=1)
    appeal = make_appeal(leader, received_at=received)
    answer = Clock.objects.get(subject=appeal.subject, target="appeal_answer")
    assert answer.due_at == received + timedelta(days=15)
    assert clocks(appeal) == {"appeal_acceptance": "running", "appeal_answer": "running"}
    appeal = actions.accept_appeal(appeal.pk, version=1, by=leader)
    handling = Clock.objects.get(subject=appeal.subject, target="appeal_handling")
    assert appeal.accepted_at is not None
    assert handling.due_at == appeal.accepted_at + timedelta(days=30)
    actions.answer_appeal(appeal.pk, version=2, answer="已退费并致歉", by=leader)
    appeal = actions.close_appeal(appeal.pk, version=3, outcome="双方达成一致", by=leader)
    assert clocks(appeal) == {"appeal_acceptance": "kept", "appeal_answer": "kept", "appeal_handling": "kept"}
    assert (appeal.state, appeal.outcome) == ("closed", "双方达成一致")


def test_what_is_refused() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    appeal = make_appeal(leader)
    with pytest.raises(NotAllowed):
        actions.answer_appeal(appeal.pk, version=1, answer="x", by=leader)
    with pytest.raises(Conflict):
        actions.accept_appeal(appeal.pk, version=7, by=leader)
    with pytest.raises(NotFound):
        actions.accept_appeal(appeal.pk, version=1, by=make_staff(Role.TEAM_LEADER))
    with pytest.raises(NotFound):
        actions.accept_appeal(appeal.pk, version=1, by=make_staff(unit=leader.unit))  # a seat does not handle appeals
    details = actions.AppealDetails(appeal.regulator, appeal.regulator_number, now(), "再次申诉")
    with pytest.raises(Invalid) as known:
        actions.record_appeal(appeal.ticket.number, details, by=leader)
    assert list(known.value.fields) == ["regulator_number"]


def test_taken_back_it_is_neither_kept_nor_broken_and_an_overdue_one_is_told_upwards() -> None:
    leader = make_staff(Role.TEAM_LEADER, name="班长")
    make_staff(Role.DUTY_LEADER, unit=leader.unit, name="值班长")
    appeal = make_appeal(leader)
    late = make_appeal(leader, received_at=now() - timedelta(days=14, hours=23))
    actions.withdraw_appeal(appeal.pk, version=1, outcome="客户撤诉", by=leader)
    assert set(clocks(appeal).values()) == {"cancelled"}
    firing.fire(now() + timedelta(hours=2))
    told = Notice.objects.filter(text_zh__contains=late.regulator_number, level="alarm")
    assert {notice.staff.name for notice in told} == {"班长", "值班长"}


def lived_through(leader: Staff) -> Ticket:
    """A ticket from a recorded call, with a message, an internal note and a file."""
    contact = make_answered_contact(agent=leader)
    make_recording(contact, seconds=0.3)
    ticket = make_ticket(leader, contact_id=contact.pk, customer_id=make_party(region=leader.unit.region).pk)
    messages.tell_customer(ticket.pk, "=您的费用已退还", by=leader)
    tickets.add_note(ticket.pk, "内部：客户脾气大", by=leader)
    files.keep(upload(), subject=f"ticket:{ticket.pk}", by=leader)
    return ticket


def test_readings_of_visits_and_work_orders_are_evidence() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    visit = make_held_visit(leader)
    pack = make_pack(make_appeal(leader, ticket=visit.ticket))
    packing.make(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.problem) == ("ready", "")
    archive = opened(pack, leader)
    assert visit.order.number in archive.read("部门工单.csv").decode("utf-8-sig")
    assert "超限" in archive.read("上门读数.csv").decode("utf-8-sig").partition("\n")[2]


def opened(pack: EvidencePack, by: Staff) -> zipfile.ZipFile:
    content = b"".join(files.open_file(pack.file_id, by).pieces())
    assert sha256(content).hexdigest() == pack.sha256
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_pack_holds_the_evidence_and_its_sums_are_right(data: Path) -> None:
    leader = make_staff(Role.TEAM_LEADER)
    appeal = make_appeal(leader, ticket=lived_through(leader))
    pack = make_pack(appeal)
    packing.make(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.problem, pack.done, pack.has_recordings) == ("ready", "", pack.total, True)
    assert b"PK" not in vault.place(pack.file_id).read_bytes()[:200]  # sealed
    archive = opened(pack, leader)
    names = archive.namelist()
    assert {"索引.html", "SHA256SUMS.txt", "时间线.csv", "与客户往来消息.csv", "部门工单.csv"} <= set(names)
    assert any(name.startswith("录音/") for name in names)
    assert any(name.startswith("附件/") for name in names)
    assert archive.read(next(name for name in names if name.startswith("录音/")))[:4] == b"RIFF"
    page = archive.read("索引.html").decode()
    assert "建立工单" in page
    assert "您的费用已退还" in page
    assert "脾气" not in page  # what the house noted for itself stays in the house
    assert "'=您的费用已退还" in archive.read("与客户往来消息.csv").decode("utf-8-sig")
    archive.extractall(data / "out")
    assert (
        run(["sha256sum", "-c", "SHA256SUMS.txt"], cwd=data / "out", capture_output=True, check=False).returncode == 0
    )
    heard = StoredEvent.objects.filter(name="recordings.RecordingPlayed", actor=f"staff:{leader.pk}").count()
    assert heard == 1


def test_what_was_written_in_a_chat_is_evidence_without_the_notes_of_agents() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    entrance = make_entrance(make_queue(unit=leader.unit, channels=["chat"]))
    agent = make_agent(entrance.queue, staff=make_staff(unit=leader.unit))
    row = make_served_chat(entrance, agent, text="=多扣了一百元")
    send_file(row.pk, author="customer", upload=upload("账单.png"), client_key="bill", by=CUSTOMER)
    transfer_chat(row.contact, target=entrance.queue.code, note="脾气大", by=agent.staff)
    customer = make_party(region=leader.unit.region)
    ticket = make_ticket(leader, contact_id=row.contact_id, customer_id=customer.pk)
    pack = make_pack(make_appeal(leader, ticket=ticket))
    packing.make(pack.pk)
    pack.refresh_from_db()
    assert (pack.state, pack.has_recordings) == ("ready", True)
    archive = opened(pack, leader)
    (name,) = [name for name in archive.namelist() if name.startswith("会话记录/")]
    words = archive.read(name).decode("utf-8-sig")
    assert "'=多扣了一百元" in words
    assert "账单.png" in words
    assert "脾气大" not in words
    assert [name for name in archive.namelist() if name.startswith("附件/") and "账单" in name]
    assert StoredEvent.objects.filter(name="chat.TranscriptRead", actor=f"staff:{leader.pk}").count() == 1


def test_who_may_not_hear_gets_no_recording_and_may_not_take_a_pack_with_one() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    office = make_staff(Role.BACK_OFFICE, unit=leader.unit)
    appeal = make_appeal(leader, ticket=lived_through(leader))
    loud = make_pack(appeal)
    packing.make(loud.pk)
    quiet = EvidencePack.objects.create(appeal=appeal, asked_by=office, asked_at=now())
    packing.make(quiet.pk)
    quiet.refresh_from_db()
    assert quiet.has_recordings is False
    assert "录音未附入" in opened(quiet, office).read("索引.html").decode()
    with pytest.raises(NotFound):
        queries.pack_for(loud.public_id, office)
    loud.refresh_from_db()
    with pytest.raises(NotFound):
        files.open_file(loud.file_id, office)
    Posting.objects.create(staff=office, unit=make_unit(), role=Role.QUALITY_INSPECTOR)  # hears others', not these
    with pytest.raises(NotFound):
        queries.pack_for(loud.public_id, Staff.objects.get(pk=office.pk))
    inspector = Posting.objects.create(staff=office, unit=leader.unit, role=Role.QUALITY_INSPECTOR)
    assert queries.pack_for(loud.public_id, Staff.objects.get(pk=inspector.staff_id)) == loud
    with pytest.raises(NotFound):
        queries.pack_for(quiet.public_id, make_staff(Role.TEAM_LEADER, unit=make_unit()))


def test_one_pack_at_a_time_and_none_for_ever() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    appeal = make_appeal(leader)
    pack = packing.ask_for_pack(appeal.pk, by=leader)
    with pytest.raises(NotAllowed):
        packing.ask_for_pack(appeal.pk, by=leader)
    packing.make(pack.pk)
    assert packing.let_go(localdate()) == 0
    assert packing.let_go(localdate() + timedelta(days=31)) == 1
    pack.refresh_from_db()
    assert pack.state == "gone"
    with pytest.raises(NotFound):
        files.open_file(pack.file_id, leader)


def test_a_pack_whose_job_died_is_given_up() -> None:
    pack = make_pack(make_appeal())
    EvidencePack.objects.filter(pk=pack.pk).update(state="running", asked_at=now() - timedelta(hours=1))
    assert packing.give_up_stranded() == 1
    pack.refresh_from_db()
    assert pack.state == "failed"


def test_pages_record_show_and_download() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    known = make_appeal(leader)
    browser = signed_in(leader)
    typed = {"ticket": known.ticket.number, "regulator": "工信部", "regulator_number": "A-1", "text": "退费"}
    refused = browser.post(reverse("appeals:new"), typed | {"received_at": "2999-01-01T08:00"})
    assert refused.status_code == 422
    done = browser.post(reverse("appeals:new"), typed | {"received_at": "2026-01-05T08:00"})
    assert done.status_code == 302
    page = browser.get(done["Location"]).content.decode()
    assert "A-1" in page
    assert browser.post(done["Location"] + "packs/").status_code == 302
    packing.make(EvidencePack.objects.latest("pk").pk)
    pack = EvidencePack.objects.latest("pk")
    answer = browser.get(reverse("appeals:pack", args=[pack.public_id]))
    assert answer["Content-Type"] == "application/zip"
    assert "A-1" in browser.get(reverse("tickets:ticket", args=[known.ticket.number])).content.decode()
