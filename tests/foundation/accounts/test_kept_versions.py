"""Every version of a unit is kept with its author, and moving one in the admin moves all below."""

import pytest
from django.apps import apps

from tests.factories.accounts import make_operator, make_staff, make_unit, signed_in
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role

pytestmark = pytest.mark.django_db


def test_the_admin_founds_renames_and_moves() -> None:
    operator = make_operator()
    client = signed_in(manager := make_staff(Role.SYSTEM_MANAGER, unit=operator))
    east, west = make_unit("region", code="east"), make_unit("region", code="west")
    words = {"kind": "centre", "code": "c1", "name_zh": "中心", "name_en": "", "parent": east.pk}
    assert client.post("/admin/accounts/unit/add/", words).status_code == 302
    unit = Unit.objects.get(code="c1")
    assert unit.path == f"{east.path}c1/"
    make_unit("team", code="t1", parent=unit)
    changed = {"name_zh": "新中心", "name_en": "", "parent": west.pk}
    assert client.post(f"/admin/accounts/unit/{unit.pk}/change/", changed).status_code == 302
    assert Unit.objects.get(code="t1").path == f"{west.path}c1/t1/"
    versions = apps.get_model("accounts", "UnitEvent").objects.filter(pgh_obj_id=unit.pk).order_by("pgh_id")
    assert {version.name_zh for version in versions} == {"中心", "新中心"}
    assert all(version.pgh_context.metadata["user"] == manager.pk for version in versions)


def test_a_unit_cannot_go_where_it_does_not_belong() -> None:
    operator = make_operator()
    client = signed_in(make_staff(Role.SYSTEM_MANAGER, unit=operator))
    words = {"kind": "team", "code": "t9", "name_zh": "班", "name_en": "", "parent": operator.pk}
    answer = client.post("/admin/accounts/unit/add/", words)
    assert answer.status_code == 200
    assert not Unit.objects.filter(code="t9").exists()
