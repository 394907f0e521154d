"""The business PIN: set, checked, locked after three wrong, unlocked by staff; never kept in clear."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.accounts import make_staff, make_unit
from tests.factories.customers import TEST, make_account, make_party, make_subscription
from wanhao.common.errors import Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.records.customers import pin_rules, pins
from wanhao.records.customers.models import Account, BusinessPin
from wanhao.records.customers.pins import PinAnswer, PinCheck

PIN, OTHER = "730924", "730925"


@pytest.mark.parametrize(
    ("pin", "is_weak"),
    [
        ("123456", True),  # counting up
        ("987654", True),  # counting down
        ("111111", True),
        ("121212", True),  # two digits
        ("000001", True),  # a part of the number 12100000001
        ("730924", False),
        ("112358", False),
    ],
)
def test_pins_that_would_be_guessed_first(pin: str, is_weak: bool) -> None:
    assert pin_rules.is_weak_pin(pin, known="12100000001") is is_weak


@given(st.text(max_size=8))
def test_only_six_digits_are_a_pin(text: str) -> None:
    assert pin_rules.is_pin(text) == (len(text) == 6 and set(text) <= set("0123456789"))


@pytest.fixture
def account(db: None) -> Account:
    account = make_account(make_party())
    make_subscription(account)
    pins.set_pin(account.pk, PIN, by=TEST)
    return account


def names() -> list[str]:
    return list(StoredEvent.objects.filter(name__contains="Pin").order_by("id").values_list("name", flat=True))


def test_right_and_wrong(account: Account) -> None:
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.RIGHT
    assert pins.check_pin(account.pk, OTHER, by=TEST) == PinCheck(PinAnswer.WRONG, 2)
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.RIGHT
    assert pins.check_pin(account.pk, OTHER, by=TEST) == PinCheck(PinAnswer.WRONG, 2)  # counted anew after a right one
    assert pins.state_of(account.pk) == PinCheck(PinAnswer.RIGHT, 2)
    assert pins.check_pin(make_account().pk, PIN, by=TEST).answer is PinAnswer.NONE


def test_three_wrong_in_a_row_lock_it_and_tell_the_leaders(account: Account) -> None:
    region = account.party.region
    leader = make_staff(Role.DUTY_LEADER, unit=make_unit("centre", parent=region))
    elsewhere = make_staff(Role.DUTY_LEADER, unit=make_unit())
    agent = make_staff(Role.GENERAL_SEAT, unit=leader.unit)
    answers = [pins.check_pin(account.pk, OTHER, by=TEST).answer for _time in range(3)]
    assert answers == [PinAnswer.WRONG, PinAnswer.WRONG, PinAnswer.LOCKED]
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.LOCKED  # the right one too
    assert names()[-1] == "customers.PinLocked"
    assert list(Notice.objects.values_list("staff", flat=True)) == [leader.pk]
    assert elsewhere.pk != agent.pk


def test_unlocking_needs_the_right_a_reason_and_a_lock(account: Account) -> None:
    agent = make_staff(Role.GENERAL_SEAT, unit=make_unit("centre", parent=account.party.region))
    with pytest.raises(NotAllowed):
        pins.unlock_pin(account.pk, reason="身份证", by=agent)
    for _time in range(3):
        pins.check_pin(account.pk, OTHER, by=TEST)
    with pytest.raises(Invalid):
        pins.unlock_pin(account.pk, reason=" ", by=agent)
    with pytest.raises(NotFound):
        pins.unlock_pin(account.pk, reason="身份证", by=make_staff(Role.GENERAL_SEAT, unit=make_unit()))
    with pytest.raises(NotFound):
        pins.unlock_pin(account.pk, reason="身份证", by=make_staff(Role.PLANNER, unit=account.party.region))
    pins.unlock_pin(account.pk, reason="身份证已核对", by=agent)
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.RIGHT
    assert names()[-2] == "customers.PinUnlocked"


@pytest.mark.parametrize("pin", ["12345", "1234567", "７３０９２４", "abcdef", "123456", "888888"])
def test_what_is_no_good_pin_is_refused(account: Account, pin: str) -> None:
    with pytest.raises(Invalid):
        pins.set_pin(account.pk, pin, by=TEST)
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.RIGHT


def test_a_new_pin_replaces_and_unlocks(account: Account) -> None:
    for _time in range(3):
        pins.check_pin(account.pk, OTHER, by=TEST)
    pins.set_pin(account.pk, OTHER, by=TEST)
    assert pins.check_pin(account.pk, OTHER, by=TEST).answer is PinAnswer.RIGHT
    assert pins.check_pin(account.pk, PIN, by=TEST).answer is PinAnswer.WRONG


def test_the_same_pin_of_two_accounts_looks_different(account: Account) -> None:
    other = make_account()
    pins.set_pin(other.pk, PIN, by=TEST)
    one, two = BusinessPin.objects.order_by("pk")
    assert bytes(one.fingerprint) != bytes(two.fingerprint)


def test_no_digits_in_rows_or_events(account: Account) -> None:
    pins.check_pin(account.pk, OTHER, by=TEST)
    with connection.cursor() as cursor:
        cursor.execute("select p::text from customers_businesspin p union all select e::text from audit_event e")
        everything = " ".join(row[0] for row in cursor.fetchall())
    assert PIN not in everything
    assert OTHER not in everything
