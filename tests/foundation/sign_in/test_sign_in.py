"""Signing in: lock-out, second factor, sessions, passwords; each leaves its event."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import PASSWORD, give_password, give_second_factor, make_staff, signed_in
from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts import leaving
from wanhao.foundation.accounts.actions import staff_leaves
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.sign_in import actions
from wanhao.foundation.sign_in.models import SecurityPolicy, SignInSession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "seven-green-lanterns"


def try_to_sign_in(staff: Staff, password: str = PASSWORD, client: Client | None = None) -> Any:
    client = client or Client(headers={"accept-language": "en"})
    return client.post("/sign-in/", {"login": staff.staff_number, "password": password})


def names() -> list[str]:
    return list(StoredEvent.objects.order_by("id").values_list("name", flat=True))


def code_now() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_sign_in_and_out_are_events() -> None:
    staff, client = give_password(make_staff()), Client()
    try_to_sign_in(staff, client=client)
    client.post("/sign-out/")
    assert names() == ["sign_in.SignedIn", "sign_in.SignedOut"]
    row = SignInSession.objects.get()
    assert (row.staff, row.ended_why) == (staff, "signed_out")


def test_repeated_failures_lock_the_number_and_say_how_long() -> None:
    staff = give_password(make_staff())
    for _ in range(4):
        assert "staff number or the password is wrong" in try_to_sign_in(staff, "wrong").content.decode()
    assert "locked for 15 more minutes" in try_to_sign_in(staff, "wrong").content.decode()
    assert "locked for 15 more minutes" in try_to_sign_in(staff).content.decode(), "even with the right password"
    assert names().count("sign_in.SignInFailed") == 5
    assert names().count("sign_in.LockedOut") == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert try_to_sign_in(staff).status_code == 302


def test_another_spelling_of_the_number_is_no_fresh_try() -> None:
    staff, client = give_password(make_staff(number="BOSS")), Client(headers={"accept-language": "en"})
    for spelling in ("BOSS", "boss", "Boss", "bOSS", "BOsS"):
        page = client.post("/sign-in/", {"login": spelling, "password": "wrong"})
    assert b"locked" in page.content
    assert client.post("/sign-in/", {"login": "boSS", "password": PASSWORD}).status_code == 200, (
        "locked, however written"
    )
    assert actions.unlock(staff.staff_number, by=make_staff(Role.SYSTEM_MANAGER, unit=staff.unit))
    assert client.post("/sign-in/", {"login": "boss", "password": PASSWORD}).status_code == 302


def test_unknown_numbers_lock_alike_and_tell_nothing() -> None:
    known, unknown = give_password(make_staff()), Staff(staff_number="99999")
    answers = [[try_to_sign_in(one, "wrong").content.decode() for _ in range(5)] for one in (known, unknown)]
    assert "locked for" in answers[1][4]
    without = [answer.replace(known.staff_number, "").replace("99999", "") for answer in (answers[0][0], answers[1][0])]
    assert without[0].count("field-error") == without[1].count("field-error")


def test_a_leader_unlocks() -> None:
    staff = give_password(make_staff())
    manager = make_staff(Role.SYSTEM_MANAGER, unit=staff.unit)
    for _ in range(5):
        try_to_sign_in(staff, "wrong")
    assert actions.unlock(staff.staff_number, by=manager)
    assert try_to_sign_in(staff).status_code == 302
    assert "sign_in.Unlocked" in names()


def test_the_second_factor_is_asked_after_the_password() -> None:
    staff, client = give_password(make_staff(Role.AUDITOR)), Client()
    give_second_factor(staff, SECRET)
    assert try_to_sign_in(staff, client=client)["Location"] == "/sign-in/code/"
    assert client.get("/my-sign-in/")["Location"].startswith("/sign-in/?"), "not signed in yet"
    client.post("/sign-in/code/", {"code": code_now()})
    assert client.get("/my-sign-in/").status_code == 200
    event = StoredEvent.objects.get(name="sign_in.SignedIn")
    assert event.data["with_second_factor"] is True


def test_wrong_codes_lock_too() -> None:
    staff, client = give_password(make_staff(Role.AUDITOR)), Client(headers={"accept-language": "en"})
    give_second_factor(staff, SECRET)
    try_to_sign_in(staff, client=client)
    answers = [client.post("/sign-in/code/", {"code": "000000"}).content.decode() for _ in range(5)]
    assert "locked for" in answers[4]
    assert "locked for" in client.post("/sign-in/code/", {"code": code_now()}).content.decode()


def test_setting_up_the_second_factor() -> None:
    staff, client = give_password(make_staff(Role.SYSTEM_MANAGER)), Client()
    try_to_sign_in(staff, client=client)
    page = client.get("/my-sign-in/second-factor/set-up/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/my-sign-in/second-factor/set-up/", {"code": code})
    assert answer["Location"] == "/my-sign-in/recovery-codes/"
    assert client.get("/my-sign-in/recovery-codes/").content.decode().count("<li>") == 10
    shown = client.get("/admin/")
    assert shown.status_code == 200
    assert "rocrastinate" not in shown.content.decode()  # what libraries keep is not reference data
    assert "sign_in.SecondFactorSetUp" in names()
    stored = Authenticator.objects.get(user=staff, type="totp")
    assert secret not in str(stored.data), "the secret lies sealed"
    assert client.post("/my-sign-in/second-factor/removal/").status_code == 200, "compulsory: it stays"
    assert Authenticator.objects.filter(user=staff, type="totp").exists()


def test_an_idle_browser_is_signed_out() -> None:
    client = signed_in(make_staff())
    client.get("/my-sign-in/")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get("/my-sign-in/")["Location"].startswith("/sign-in/?")
    assert SignInSession.objects.get().ended_why == "idle"


def test_activity_keeps_it_open_but_not_for_ever() -> None:
    client, start = signed_in(make_staff()), timezone.now()
    client.get("/my-sign-in/")
    for minutes in range(25, 12 * 60, 25):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.post("/my-sign-in/activity/").status_code == 204
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert client.get("/my-sign-in/").status_code == 302
    assert SignInSession.objects.get().ended_why == "expired"


def test_one_sign_in_too_many_ends_the_oldest() -> None:
    staff = give_password(make_staff())
    SecurityPolicy.objects.create(pk=1, sessions_per_person=2)
    clients = [Client() for _ in range(3)]
    for client in clients:
        try_to_sign_in(staff, client=client)
    assert [client.get("/my-sign-in/").status_code for client in clients] == [302, 200, 200]


def test_i_end_my_other_sign_in() -> None:
    staff = give_password(make_staff())
    here, there = Client(), Client()
    for client in (here, there):
        try_to_sign_in(staff, client=client)
    other = SignInSession.objects.order_by("-id")[0]
    here.post(f"/my-sign-in/sessions/{other.pk}/end/")
    assert there.get("/my-sign-in/").status_code == 302
    assert here.get("/my-sign-in/").status_code == 200


def change(client: Client, old: str, new: str) -> Any:
    return client.post("/sign-in/password/", {"oldpassword": old, "password1": new, "password2": new})


def test_a_new_password_and_the_ones_before_are_refused() -> None:
    staff, client = give_password(make_staff(name="王小明")), Client()
    try_to_sign_in(staff, client=client)
    for wrong in ("short", PASSWORD, f"x{staff.staff_number}y-long", "abc王小明-long", "password123", "9182736455"):
        assert change(client, PASSWORD, wrong).status_code == 200, wrong
    assert change(client, PASSWORD, NEW).status_code == 302
    assert client.get("/my-sign-in/").status_code == 200, "this browser stays signed in"
    assert change(client, NEW, PASSWORD).status_code == 200, "one of the last five"
    assert SignInSession.objects.filter(ended_at=None).count() == 1


def test_an_old_password_must_be_changed() -> None:
    staff = give_password(make_staff())
    Staff.objects.filter(pk=staff.pk).update(password_changed_at=timezone.now() - timedelta(days=181))
    assert signed_in(staff).get("/my-sign-in/")["Location"] == "/sign-in/password/"


def test_a_reset_password_works_once_and_must_be_changed() -> None:
    staff, client = give_password(make_staff()), Client()
    manager = make_staff(Role.SYSTEM_MANAGER, unit=staff.unit)
    try_to_sign_in(staff, client=client)
    first = actions.reset_password(staff.staff_number, by=manager)
    assert client.get("/my-sign-in/").status_code == 302, "signed out everywhere"
    try_to_sign_in(staff, first, client)
    assert client.get("/my-sign-in/")["Location"] == "/sign-in/password/"
    change(client, first, NEW)
    assert client.get("/my-sign-in/").status_code == 200


def test_who_leaves_is_signed_out_everywhere_at_that_moment() -> None:
    staff, elsewhere = give_password(make_staff()), Client()
    manager = make_staff(Role.SYSTEM_MANAGER, unit=staff.unit)
    for client in (Client(), elsewhere):
        try_to_sign_in(staff, client=client)
    staff_leaves(staff.staff_number, by=manager)
    assert {row.ended_why for row in SignInSession.objects.filter(staff=staff)} == {"by_leader"}
    assert names()[-3:] == ["sign_in.SignedOut", "sign_in.SignedOut", "accounts.StaffLeft"]
    assert elsewhere.get("/my-sign-in/").status_code == 302
    try_to_sign_in(staff, client=elsewhere)
    assert "_auth_user_id" not in elsewhere.session


def test_what_cannot_end_keeps_the_person_and_all_that_was_open() -> None:
    def refuse(person: Staff, by: object) -> None:
        raise NotAllowed("In a call.")

    staff = give_password(make_staff())
    manager = make_staff(Role.SYSTEM_MANAGER, unit=staff.unit)
    try_to_sign_in(staff)
    leaving.register(refuse)
    try:
        with pytest.raises(NotAllowed):
            staff_leaves(staff.staff_number, by=manager)
    finally:
        leaving.ENDINGS.remove(refuse)
    staff.refresh_from_db()
    assert staff.is_active
    assert SignInSession.objects.get(staff=staff).ended_at is None


def test_the_policy_is_for_whoever_manages_staff() -> None:
    client = signed_in(make_staff(Role.SYSTEM_MANAGER))
    words = model_to_dict(SecurityPolicy(), exclude=["id"]) | {"idle_minutes": 20}
    assert client.post("/admin/sign_in/securitypolicy/add/", words).status_code == 302
    assert SecurityPolicy.current().idle_minutes == 20
    assert client.get("/admin/sign_in/securitypolicy/add/").status_code == 403, "there is one"
    versions = apps.get_model("sign_in", "SecurityPolicyEvent").objects.all()
    assert [version.idle_minutes for version in versions] == [20]
