"""Tickets brought as a list: checked row by row, opened once."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.imports import actions, work
from wanhao.foundation.imports.models import ImportRun
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = """外部编号,分类,描述,类型,严重程度,客户号码,位置
OLD-1,no-light,光猫红灯,fault,,,幸福小区
OLD-2,无光,光猫不亮,,major,,
OLD-3,invented,光猫不亮,,,,
OLD-4,no-light,光猫不亮,,,00000,
"""


def brought(by: object) -> ImportRun:
    run = actions.bring_list("tickets", "tickets.csv", LIST.encode(), by=by)  # type: ignore[arg-type]
    work.check(run.pk)
    actions.begin_writing(run.public_id, by=by)  # type: ignore[arg-type]
    work.write(run.pk)
    return ImportRun.objects.get(pk=run.pk)


def test_rows_open_tickets_once() -> None:
    clerk = make_staff(Role.BACK_OFFICE)
    make_category("no-light", name_zh="无光", name_en="无光")
    run = brought(clerk)
    assert (run.state, run.created, run.bad) == ("done", 2, 2)
    one, two = Ticket.objects.order_by("pk")
    assert (one.external_key, one.kind, one.source, one.place) == ("OLD-1", "fault", "import", "幸福小区")
    assert (two.severity, two.owner) == ("major", clerk)
    again = brought(clerk)
    assert (again.created, again.unchanged) == (0, 2)
