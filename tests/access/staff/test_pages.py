"""The pages of staff, from hiring to coming back, and who is found in the list."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, signed_in
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.sign_in.models import Lockout

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def manager() -> Staff:
    return make_staff(Role.SYSTEM_MANAGER)


def test_the_pages(manager: Staff) -> None:
    client = signed_in(manager)
    form = {"staff_number": "8021", "name": "李娜", "unit": manager.unit.pk, "language": "en", "joined_on": ""}
    hired = client.post("/staff/new/", form)
    person = Staff.objects.get(staff_number="8021")
    assert hired["Cache-Control"] == "no-store"
    assert person.check_password(hired.context["password"])
    client.post("/staff/8021/postings/", {"role": "general_seat", "unit": manager.unit.pk, "from_on": date.today()})
    client.post("/staff/8021/details/", {**form, "name": "李娜娜"})
    page = client.get("/staff/8021/").content.decode()
    assert "李娜娜" in page
    assert "Role given" in page
    assert "8021" in client.get("/staff/", {"q": "娜娜"}).content.decode()
    assert client.post("/staff/new/", form).status_code == 422, "the number is taken"
    for step in ("password", "leaving", "rehiring", "sign-out", "second-factor/removal", "unlocking"):
        assert client.post(f"/staff/8021/{step}/").status_code in (200, 302), step


def test_the_list_finds_who_is_locked_or_has_left(manager: Staff) -> None:
    here, locked, left = (make_staff(unit=manager.unit, number=number) for number in ("A1", "A2", "A3"))
    at = timezone.now()
    for number, until in (("A2", at + timedelta(minutes=5)), ("A1", at - timedelta(minutes=5)), ("B9", at)):
        Lockout.objects.create(staff_number=number, failed_at=at, locked_until=until)
    Staff.objects.filter(pk=left.pk).update(is_active=False)
    client = signed_in(manager)

    def found(state: str) -> set[str]:
        return {row.staff_number for row in client.get("/staff/", {"state": state}).context["rows"]}

    assert found("active") == {here.staff_number, locked.staff_number, manager.staff_number}
    assert found("locked") == {"A2"}
    assert found("left") == {"A3"}
    assert found("all") == {"A1", "A2", "A3", manager.staff_number}
