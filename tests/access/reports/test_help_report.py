"""The help report: counted once, filtered by team and topic, exported with formulas."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.help import make_help, make_topic
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.management.help import actions
from wanhao.management.help.models import HelpRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> Staff:
    """A duty leader; in two teams, one request was answered late, one in time, one taken back, one is open."""
    duty = make_staff(Role.DUTY_LEADER)
    first, second = make_unit("team", parent=duty.unit), make_unit("team", parent=duty.unit)
    make_topic("system", "系统异常", "System")
    for unit, topic, seconds in ((first, "refund", 90), (first, "refund", 30), (second, "system", 20)):
        one = make_help(make_staff(unit=unit), topic=topic)
        HelpRequest.objects.filter(pk=one.pk).update(asked_at=timezone.now() - timedelta(seconds=seconds))
        if seconds == 90:
            actions.escalate(one.pk)
        if unit == first:
            actions.answer_request(one.public_id, "好", by=duty)
    taken_back = make_help(make_staff(unit=second), topic="system")
    actions.finish_request(by=taken_back.agent)
    make_help(make_staff())  # elsewhere
    return duty


def test_the_page_counts_and_filters(leader: Staff) -> None:
    client = signed_in(leader)
    page = client.get(reverse("reports:help"))
    total = page.context["total"].counts
    assert (total.asked, total.cancelled, total.taken, total.taken_in_time) == (4, 1, 2, 1)
    assert (total.helped, total.escalated) == (2, 1)
    assert 120 <= total.help_seconds <= 124
    assert [row.label for row in page.context["topics"]] == ["Refund rules", "System"]
    assert "2 ÷ 3" in page.content.decode()  # got help: of those not taken back
    narrowed = client.get(reverse("reports:help"), {"topic": "system"})
    assert narrowed.context["total"].counts.asked == 2
    assert client.get(reverse("reports:help"), {"begin": "2020-01-02", "end": "2020-01-01"}).status_code == 422
    empty = client.get(reverse("reports:help"), {"begin": "2020-01-01", "end": "2020-01-02"})
    assert "Nobody asked for help" in empty.content.decode()


def test_the_file_holds_formulas(leader: Staff) -> None:
    answer = signed_in(leader).get(reverse("reports:help_file"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["By topic"]
    assert [cell.value for cell in sheet[2]][:2] == ["Refund rules", 2]
    assert str(sheet.cell(2, 10).value).startswith("=IF(")
    assert book["Formulas"].cell(1, 1).value == "Time to first reaction"
