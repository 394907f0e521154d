"""The pages of polls: live results, the file, the draw."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.votes import cast, close, make_poll
from wanhao.foundation.accounts.rights import Role
from wanhao.service.votes.models import Ballot, Poll

pytestmark = pytest.mark.django_db
NUMBER = "12100000001"


@pytest.fixture
def poll() -> Poll:
    made = make_poll(unit=make_unit(), kind=Poll.Kind.DRAW)
    cast(made, NUMBER, "2")
    return made


@pytest.fixture
def leader(poll: Poll) -> Client:
    return signed_in(make_staff(role=Role.DUTY_LEADER, unit=poll.unit, language="en"))


def test_an_empty_list_says_what_to_do(poll: Poll) -> None:
    answer = signed_in(make_staff(role=Role.DUTY_LEADER, language="en")).get("/votes/")
    assert "No poll yet" in answer.content.decode()


def test_the_page_shows_counts_shares_and_what_was_not_counted(poll: Poll, leader: Client) -> None:
    text = leader.get(f"/votes/{poll.code}/").content.decode()
    assert "100.0 %" in text
    assert "All lines busy" in text
    assert f'data-live="poll:{poll.code}"' in text
    assert NUMBER not in text


def test_the_file_holds_the_same_counts(poll: Poll, leader: Client) -> None:
    answer = leader.get(f"/votes/{poll.code}/file/")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row][:4] for row in sheet.iter_rows(min_row=2)]
    assert [(row[2], row[3]) for row in rows] == [("1", 0), ("2", 1)]


def test_a_draw_by_form_keeps_what_was_typed_when_refused(poll: Poll, leader: Client) -> None:
    early = leader.post(f"/votes/{poll.code}/winners/", {"count": "1"})
    assert early.status_code == 422
    close(poll)
    many = leader.post(f"/votes/{poll.code}/winners/", {"count": "9"})
    assert many.status_code == 422
    assert 'value="9"' in many.content.decode()
    drawn = leader.post(f"/votes/{poll.code}/winners/", {"count": "1"}, follow=True)
    assert "121****0001" in drawn.content.decode()
    assert Ballot.objects.filter(won_at__isnull=False).count() == 1
