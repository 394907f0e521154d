"""The report of complaints: every share from its two counts, on the page and in the file."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from openpyxl import load_workbook

from tests.factories.accounts import make_staff, make_unit
from tests.factories.complaints import call_queue, make_complaint, make_customer, reach_customer, solve
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.complaints import closing, figures
from wanhao.service.complaints.usual import set_the_usual

pytestmark = pytest.mark.django_db


def test_the_figures_follow_from_what_happened(client: Client) -> None:
    set_the_usual()
    unit = make_unit(Unit.Kind.CENTRE)
    call_queue(unit)
    seat, leader = make_staff(unit=unit), make_staff(Role.TEAM_LEADER, unit=unit)
    customer, category = make_customer(), make_category()
    first, again = (make_complaint(seat, customer=customer, category=category) for _ in range(2))
    make_complaint(seat)  # another category, still open
    make_complaint(make_staff(unit=make_unit(Unit.Kind.CENTRE)))  # of another unit
    row = solve(first)
    closing.give_answer(reach_customer(row, seat), row.public_id, "not_solved", note="没有", by=seat)
    for ticket in (first, again):
        row = solve(ticket)
        closing.give_answer(reach_customer(row, seat), row.public_id, "solved", by=seat)
    found = figures.counts(leader, now() - timedelta(days=1), now() + timedelta(days=1))
    counted = figures.total(found.values())
    assert (counted.opened, counted.repeats, counted.resolved, counted.reopened) == (3, 1, 2, 1)
    assert (counted.closed, counted.asked, counted.answered, counted.contradicted) == (2, 2, 2, 1)
    client.force_login(leader)
    page = client.get("/reports/complaints/").content.decode()
    assert "1 ÷ 3" in page
    assert "2 ÷ 2" in page
    sheet = load_workbook(io.BytesIO(client.get("/reports/complaints/file/").content)).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    totals = {head: cell.value for head, cell in zip(heads, sheet[sheet.max_row], strict=True)}
    assert totals[heads[1]] == 3
    assert str(totals[heads[-1]]).startswith("=IF(")
