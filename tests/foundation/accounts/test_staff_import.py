"""Staff from a list: hired or changed, problems in the reader's words, twice is once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_staff, make_unit
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.imports.actions import receive_list, write_list
from wanhao.foundation.imports.models import ImportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def manager() -> Staff:
    return make_staff(Role.SYSTEM_MANAGER, language="zh-hans")


def bring(manager: Staff, *lines: str) -> ImportRun:
    text = "工号,姓名,单位代码,角色,入职日期\n" + "\n".join(lines) + "\n"
    run = receive_list("staff", SimpleUploadedFile("名单.csv", text.encode("gb18030")), by=manager)
    run.refresh_from_db()
    if run.good:
        write_list(run.public_id, by=manager)
        run.refresh_from_db()
    return run


def test_new_numbers_are_hired_with_their_role(manager: Staff) -> None:
    code = manager.unit.code
    run = bring(manager, f"8021,李娜,{code},general_seat,2026年1月5日", f"8022,张伟,{code},,")
    assert (run.state, run.created, run.bad) == ("done", 2, 0), run.problems
    person = Staff.objects.get(staff_number="8021")
    assert person.joined_on is not None
    assert (person.name, person.joined_on.isoformat(), person.roles()) == ("李娜", "2026-01-05", {Role.GENERAL_SEAT})


def test_the_same_list_twice_is_once_and_a_new_name_a_change(manager: Staff) -> None:
    line = f"8021,李娜,{manager.unit.code},general_seat,2026-01-05"
    bring(manager, line)
    run = bring(manager, line)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 1)
    run = bring(manager, line.replace("李娜", "李娜娜"))
    assert (run.updated, Staff.objects.get(staff_number="8021").name) == (1, "李娜娜")


def test_each_problem_is_said(manager: Staff) -> None:
    stranger = make_staff(unit=make_unit())
    run = bring(manager, f"{stranger.staff_number},李娜,{stranger.unit.code},king,yesterday")
    assert run.bad == 1
    assert run.problems[0]["text"].count("：") >= 4, "number, unit, role and day"
