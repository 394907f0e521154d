"""Hiring, roles, leaving and coming back; each within reach, each an event; history stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import give_second_factor, make_operator, make_staff, make_unit, signed_in
from wanhao.common.errors import Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts import actions, queries, unit_actions
from wanhao.foundation.accounts.actions import StaffDetails
from wanhao.foundation.accounts.models import Posting, Staff, Unit
from wanhao.foundation.accounts.rights import Right, Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.sign_in import actions as sign_ins

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def manager() -> Staff:
    return make_staff(Role.SYSTEM_MANAGER)


def names() -> list[str]:
    return [name.partition(".")[2] for name in StoredEvent.objects.order_by("id").values_list("name", flat=True)]


def test_hiring_gives_a_first_password_to_be_changed(manager: Staff) -> None:
    person, password = actions.hire_staff(StaffDetails("8021", "李娜", manager.unit), by=manager)
    assert person.check_password(password)
    assert person.must_change_password
    assert person.sip_secret
    assert names() == ["StaffHired"]


@pytest.mark.parametrize(
    ("number", "name", "field"),
    [("80 21", "李娜", "staff_number"), ("8021", "", "name"), ("x", "李娜", "staff_number")],
)
def test_wrong_details_are_named(manager: Staff, number: str, name: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.hire_staff(StaffDetails(number, name, manager.unit), by=manager)
    assert field in refused.value.fields


def test_nobody_hires_or_posts_into_a_foreign_unit(manager: Staff) -> None:
    foreign, agent = make_unit(), make_staff(unit=manager.unit)
    with pytest.raises(Invalid):
        actions.hire_staff(StaffDetails("8021", "李娜", foreign), by=manager)
    with pytest.raises(Invalid):
        actions.post_role(agent.staff_number, Role.TEAM_LEADER, foreign, by=manager)
    with pytest.raises(NotFound):
        actions.staff_leaves(make_staff(unit=foreign).staff_number, by=manager)


@pytest.mark.parametrize("first_day", [0, 3])
@pytest.mark.parametrize("role", [Role.SYSTEM_MANAGER, Role.AUDITOR])
def test_a_manager_of_a_unit_cannot_become_a_colleague_who_leads_more(
    manager: Staff, role: Role, first_day: int
) -> None:
    chief = make_staff(Role.GENERAL_SEAT, unit=manager.unit)
    begins = timezone.localdate() + timedelta(days=first_day)
    more = Posting.objects.create(staff=chief, role=role, unit=make_operator(), from_on=begins)
    give_second_factor(chief)
    for step in (
        sign_ins.reset_password,
        sign_ins.remove_second_factor,
        actions.staff_leaves,
        actions.rehire_staff,
    ):
        with pytest.raises(Forbidden):
            step(chief.staff_number, by=manager)
    with pytest.raises(Forbidden):
        actions.end_posting(chief.staff_number, more.pk, by=manager)
    assert Posting.objects.filter(pk=more.pk, until_on=None).exists()
    assert not names()
    sign_ins.end_sessions_of(chief.staff_number, by=manager)
    higher = make_staff(Role.SYSTEM_MANAGER, unit=make_operator())
    assert sign_ins.reset_password(chief.staff_number, by=higher)


def test_units_are_founded_and_moved_within_reach_only() -> None:
    east, west = make_unit("region"), make_unit("region")
    manager = make_staff(Role.SYSTEM_MANAGER, unit=east)
    ours = unit_actions.found_unit("centre", "c7", "中心", by=manager, parent=east)
    with pytest.raises(Invalid):
        unit_actions.found_unit("centre", "c8", "中心", by=manager, parent=west)
    with pytest.raises(Invalid):
        unit_actions.move_unit(ours, under=west, by=manager)
    with pytest.raises(Invalid):
        unit_actions.move_unit(make_unit(parent=west), under=east, by=manager)
    client = signed_in(manager)
    words = {"kind": "centre", "code": "c9", "name_zh": "中心", "name_en": ""}
    assert client.post("/admin/accounts/unit/add/", words | {"parent": west.pk}).status_code == 200
    assert client.post("/admin/accounts/unit/add/", words | {"parent": east.pk}).status_code == 302
    renamed = {"name_zh": "东区", "name_en": "", "parent": east.parent_id}
    assert client.post(f"/admin/accounts/unit/{east.pk}/change/", renamed).status_code == 302
    assert list(Unit.objects.filter(code__in=("c8", "c9")).values_list("parent", flat=True)) == [east.pk]


def test_a_role_gives_its_rights_from_its_day_on_and_goes_again(manager: Staff) -> None:
    agent = make_staff(None, unit=manager.unit)
    tomorrow = timezone.localdate() + timedelta(days=1)
    actions.post_role(agent.staff_number, Role.GENERAL_SEAT, manager.unit, by=manager)
    later = actions.post_role(agent.staff_number, Role.TEAM_LEADER, manager.unit, by=manager, from_on=tomorrow)
    agent = Staff.objects.get(pk=agent.pk)
    assert agent.may(Right.SERVE_CONTACTS)
    assert not agent.may(Right.STEER_FLOOR), "not before tomorrow"
    with pytest.raises(Invalid):
        actions.post_role(agent.staff_number, Role.GENERAL_SEAT, manager.unit, by=manager)
    for posting in agent.postings.all():
        actions.end_posting(agent.staff_number, posting.pk, by=manager)
    assert not Staff.objects.get(pk=agent.pk).may(Right.SERVE_CONTACTS)
    assert not agent.postings.filter(pk=later.pk).exists(), "one that never began is withdrawn"


def test_leaving_ends_roles_and_sign_ins_but_keeps_the_person(manager: Staff) -> None:
    agent = make_staff(unit=manager.unit)
    client = signed_in(agent)
    client.get("/my-sign-in/")
    actions.staff_leaves(agent.staff_number, by=manager)
    agent.refresh_from_db()
    assert not agent.is_active
    assert agent.left_on == timezone.localdate()
    assert client.get("/my-sign-in/").status_code == 302
    assert not client.login(username=agent.staff_number, password="x")
    assert names()[-1] == "StaffLeft"
    with pytest.raises(NotAllowed):
        actions.post_role(agent.staff_number, Role.GENERAL_SEAT, manager.unit, by=manager)
    actions.rehire_staff(agent.staff_number, by=manager)
    agent = Staff.objects.get(pk=agent.pk)
    assert agent.is_active
    assert not [p for p in agent.current_postings if p.until_on is None], "roles are given anew"


def test_nobody_lets_themselves_go(manager: Staff) -> None:
    with pytest.raises(NotAllowed):
        actions.staff_leaves(manager.staff_number, by=manager)


def test_the_list_goes_on_by_number_and_finds_by_name(manager: Staff) -> None:
    for number in range(60):
        make_staff(unit=manager.unit, number=f"A{number:03}", name="李娜" if number % 2 else "张伟")
    wanted = queries.StaffFilter(text="李")
    first, after = queries.staff_list(manager, wanted)
    assert (len(first), after) == (30, "")
    every, after = queries.staff_list(manager, queries.StaffFilter())
    assert len(every) == 50
    rest, after = queries.staff_list(manager, queries.StaffFilter(), after=after)
    assert len(every) + len(rest) == 61
    assert not after
    make_staff(unit=make_unit(), number="A999")
    assert not queries.staff_list(manager, queries.StaffFilter(text="A999"))[0]


def test_moving_a_unit_takes_all_below_along() -> None:
    operator = make_operator()
    manager = make_staff(Role.SYSTEM_MANAGER, unit=operator)
    east = unit_actions.found_unit("region", "east", "东", by=manager, parent=operator)
    west = unit_actions.found_unit("region", "west", "西", by=manager, parent=operator)
    centre = unit_actions.found_unit("centre", "c1", "中心", by=manager, parent=east)
    team = unit_actions.found_unit("team", "t1", "一班", by=manager, parent=centre)
    assert (east.region, team.region, team.path) == (east, east, "operator/east/c1/t1/")
    assert unit_actions.move_unit(centre, under=west, by=manager) == 2
    team.refresh_from_db()
    assert (team.path, team.region) == ("operator/west/c1/t1/", west)
    with pytest.raises(Invalid):
        unit_actions.move_unit(centre, under=team, by=manager)
    with pytest.raises(Invalid):
        unit_actions.found_unit("operator", "second", "二", by=manager, parent=team)
    assert names()[-1] == "UnitMoved"
