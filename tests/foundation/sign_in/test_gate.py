"""The gate: sign-in, second factor, password to change, and rights."""

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, give_password, make_staff, signed_in
from wanhao.foundation.accounts.rights import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


def test_strangers_are_led_to_sign_in_and_back() -> None:
    answer = Client().get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/admin/"


def test_sign_in_by_staff_number() -> None:
    staff = give_password(make_staff())
    client = Client()
    assert client.get("/sign-in/").status_code == 200
    client.post("/sign-in/", {"login": staff.staff_number, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(staff.pk)


def test_a_powerful_role_sets_up_its_second_factor_first() -> None:
    manager = make_staff(role=Role.SYSTEM_MANAGER)
    client = Client()
    client.force_login(manager)
    assert client.get("/admin/")["Location"] == "/my-sign-in/second-factor/set-up/"


def test_a_first_password_is_changed_first() -> None:
    staff = make_staff(role=Role.SYSTEM_MANAGER)
    staff.must_change_password = True
    staff.save()
    assert signed_in(staff).get("/admin/")["Location"] == "/sign-in/password/"


def test_no_right_no_page() -> None:
    answer = signed_in(make_staff(role=Role.TECHNICIAN)).get("/admin/", headers={"accept-language": "en"})
    assert answer.status_code == 403


def test_pages_carry_a_strict_policy() -> None:
    answer = Client().get("/sign-in/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["Permissions-Policy"].startswith("microphone=(self)")


def test_an_unknown_page_says_so_in_our_look() -> None:
    answer = Client().get("/no-such-page/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "Nothing here" in answer.content.decode()
