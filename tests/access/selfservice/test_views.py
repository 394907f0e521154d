"""A customer on their own page: the code, progress, messages both ways, another time, solved or not."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from tests.factories.accounts import make_staff
from tests.factories.appointments import at, make_area, tomorrow
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.files.actions import keep
from wanhao.foundation.files.queries import files_for_customer
from wanhao.foundation.notices.models import Notice
from wanhao.foundation.short_messages.models import SentMessage
from wanhao.service.appointments import actions as appointments
from wanhao.service.appointments import queries as appointment_queries
from wanhao.service.tickets import actions, messages
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Staff:
    return make_staff()


@pytest.fixture
def ticket(agent: Staff) -> Ticket:
    """A ticket of a customer with a mobile."""
    party = make_party(region=agent.unit.region)
    make_subscription(make_account(party), number="12100004321")
    return make_ticket(agent, customer_id=party.pk, text="宽带经常断网")


def code_sent() -> str:
    found = re.search(r"\d{6}(?=，)", SentMessage.objects.latest("pk").text)
    assert found
    return found.group()


def errors_of(page: str) -> list[str]:
    """What the page says is wrong."""
    return re.findall(r'class="(?:field-error|said said-error)"[^>]*>([^<]+)', page)


def entered(ticket: Ticket) -> Client:
    """A telephone on which the ticket's page is open."""
    phone = Client()
    assert phone.post("/my/", {"number": ticket.number}).headers["Location"] == "/my/code/"
    assert phone.post("/my/code/", {"code": code_sent()}).headers["Location"] == "/my/ticket/"
    return phone


def test_the_page_shows_what_the_customer_may_know_and_nothing_of_the_house(ticket: Ticket, agent: Staff) -> None:
    actions.add_note(ticket.pk, "客户语气激动，内部注意", by=agent)
    messages.tell_customer(ticket.pk, "已安排技术人员排查", by=agent)
    page = entered(ticket).get("/my/ticket/")
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "已安排技术人员排查" in page.text
    for hidden in ("内部注意", agent.name, agent.staff_number, agent.unit.name_zh):
        assert hidden not in page.text


def test_without_the_code_nothing_is_seen_and_a_stranger_cannot_tell_which_numbers_exist(ticket: Ticket) -> None:
    phone = Client()
    assert phone.get("/my/ticket/").status_code == 302
    unknown = phone.post("/my/", {"number": "T20200101-000001"})
    assert (unknown.status_code, SentMessage.objects.count()) == (302, 0)
    known = Client()
    known.post("/my/", {"number": ticket.number})
    wrong = "000000" if code_sent() != "000000" else "111111"
    for _ in range(6):
        strange, own = (telephone.post("/my/code/", {"code": wrong}) for telephone in (phone, known))
        assert (strange.status_code, errors_of(strange.text)) == (own.status_code, errors_of(own.text))
    assert known.get("/my/ticket/").status_code == 302


def test_codes_are_asked_for_so_often_and_tried_so_often(ticket: Ticket) -> None:
    phone = Client()
    answers = [phone.post("/my/", {"number": ticket.number}).status_code for _ in range(5)]
    assert answers[-1] == 422  # three codes an hour to one mobile
    for _ in range(5):
        phone.post("/my/code/", {"code": "abc"})
    right = code_sent()
    assert phone.post("/my/code/", {"code": right}).status_code == 422


def test_messages_go_both_ways(ticket: Ticket) -> None:
    phone = entered(ticket)
    assert phone.post("/my/ticket/message/", {"text": "今天又断了两次"}).status_code == 302
    assert "今天又断了两次" in phone.get("/my/ticket/").text
    assert phone.post("/my/ticket/message/", {"text": " "}).status_code == 422


def test_another_time_within_capacity(ticket: Ticket, agent: Staff) -> None:
    area = make_area(ticket.region, capacity=1)
    appointments.book(ticket.pk, area.pk, at(tomorrow(), 9), by=agent)
    appointments.book(make_ticket(agent).pk, area.pk, at(tomorrow(), 13, 30), by=agent)
    phone = entered(ticket)
    full, free = (f"{tomorrow():%Y%m%d}{time}" for time in ("1330", "1530"))
    page = phone.get("/my/ticket/appointment/").text
    assert (full in page, free in page) == (False, True)
    assert phone.post("/my/ticket/appointment/", {"window": full}).status_code == 422
    assert phone.post("/my/ticket/appointment/", {"window": free}).status_code == 302
    booked = appointment_queries.booked_for(ticket.pk)
    assert booked
    assert (booked.slot.begins_at, booked.booked_by) == (at(tomorrow(), 15, 30), None)


def test_solved_closes_and_not_solved_reopens(ticket: Ticket, agent: Staff) -> None:
    phone = entered(ticket)
    assert phone.post("/my/ticket/answer/", {"answer": "solved"}).status_code == 422  # nothing to answer yet
    actions.resolve_ticket(ticket.pk, version=1, solution="更换光猫", by=agent)
    assert phone.post("/my/ticket/answer/", {"answer": "not_solved"}).status_code == 422  # says nothing
    phone.post("/my/ticket/answer/", {"answer": "not_solved", "words": "晚上还是断"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("in_progress", 1)
    actions.resolve_ticket(ticket.pk, version=ticket.version, solution="更换线路", by=agent)
    phone.post("/my/ticket/answer/", {"answer": "solved"})
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    answered = StoredEvent.objects.filter(name="selfservice.SolutionAnswered").order_by("pk")
    assert [event.data["outcome"] for event in answered] == ["reopened", "closed"]
    assert answered[0].actor == f"customer:{ticket.customer_id}"


def test_a_complaint_is_still_called_before_it_is_closed(agent: Staff) -> None:
    party = make_party(region=agent.unit.region)
    make_subscription(make_account(party), number="12100004322")
    complaint = make_ticket(agent, customer_id=party.pk, kind="complaint")
    actions.resolve_ticket(complaint.pk, version=complaint.version, solution="已退费", by=agent, at=now())
    entered(complaint).post("/my/ticket/answer/", {"answer": "solved"})
    complaint.refresh_from_db()
    assert complaint.status == "resolved"


def test_leaving_closes_the_page_on_this_telephone(ticket: Ticket) -> None:
    phone = entered(ticket)
    phone.post("/my/leaving/")
    assert phone.get("/my/ticket/").status_code == 302


def test_the_customer_sees_files_meant_for_them_and_sends_their_own(ticket: Ticket, agent: Staff) -> None:
    subject = f"ticket:{ticket.pk}"
    inside = keep(a_text("内部分析.txt"), subject=subject, by=agent)
    shown = keep(a_text("处理说明.txt"), subject=subject, by=agent, is_for_customer=True)
    phone = entered(ticket)
    assert phone.post("/my/ticket/files/", {"file": a_text("账单.txt")}).status_code == 302
    page = phone.get("/my/ticket/").text
    assert ("处理说明.txt" in page, "账单.txt" in page, "内部分析.txt" in page) == (True, True, False)
    assert phone.get(f"/my/ticket/files/{shown.public_id}/").status_code == 200
    assert phone.get(f"/my/ticket/files/{inside.public_id}/").status_code == 404
    sent = files_for_customer(subject)[-1]
    assert (sent.name, sent.kept_by) == ("账单.txt", None)
    assert Notice.objects.filter(staff=ticket.owner, text_zh__contains="上传了附件").exists()
    refused = phone.post("/my/ticket/files/", {"file": SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02")})
    assert refused.status_code == 422


def a_text(name: str) -> SimpleUploadedFile:
    """A small file that may be kept."""
    return SimpleUploadedFile(name, "三月账单".encode())
