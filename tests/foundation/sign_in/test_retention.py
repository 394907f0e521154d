"""What is kept around signing in ends and goes when its time is over, and not before."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_staff, signed_in
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.limits.models import RateCount
from wanhao.foundation.limits.rates import Rate, seconds_to_wait
from wanhao.foundation.sign_in import queries, retention
from wanhao.foundation.sign_in.lockouts import count_failure, minutes_locked
from wanhao.foundation.sign_in.models import Lockout, SecurityPolicy, SignInSession

pytestmark = pytest.mark.django_db


def test_who_closed_the_browser_is_not_here_any_more() -> None:
    gone, here = make_staff(), make_staff()
    browser, start = signed_in(gone), timezone.now()
    browser.get("/my-sign-in/")
    with time_machine.travel(start + timedelta(minutes=20)):
        signed_in(here).get("/my-sign-in/")
    assert retention.end_what_is_over(start + timedelta(minutes=29)) == 0
    assert queries.signed_in([gone, here]) == [gone, here]
    assert retention.end_what_is_over(start + timedelta(minutes=32)) == 1
    assert queries.signed_in([gone, here]) == [here]
    assert StoredEvent.objects.filter(name="sign_in.SignedOut", actor="system:worker").count() == 1
    assert browser.get("/my-sign-in/").status_code == 302
    assert "30 minutes without activity" in browser.get("/sign-in/").content.decode()  # who comes back is told why


def test_who_is_always_active_ends_at_the_longest_time() -> None:
    SecurityPolicy.objects.create(pk=1, session_hours=1, idle_minutes=720)
    signed_in(make_staff()).get("/my-sign-in/")
    assert retention.end_what_is_over(timezone.now() + timedelta(minutes=61)) == 1
    assert SignInSession.objects.get().ended_why == "expired"


def test_what_lies_in_a_session_is_gone_the_night_after_and_sign_ins_after_three_months() -> None:
    browser, customer, start = signed_in(make_staff()), Client(), timezone.now()
    browser.get("/my-sign-in/")
    session = customer.session
    session["typed"] = "sealed"
    session.save()
    retention.end_what_is_over(start + timedelta(hours=13))
    for later, sessions, sign_ins in ((timedelta(hours=23), 2, 1), (timedelta(hours=25), 0, 1), (timedelta(93), 0, 0)):
        with time_machine.travel(start + later):
            retention.forget(timezone.now())
        left = Session.objects.count(), SignInSession.objects.count()
        assert left == (sessions, sign_ins), f"after {later}"


def test_an_open_sign_in_is_never_forgotten() -> None:
    signed_in(make_staff()).get("/my-sign-in/")
    retention.forget(timezone.now() + timedelta(days=200))
    assert SignInSession.objects.filter(ended_at=None).count() == 1


def test_counts_and_failures_go_but_not_a_lock() -> None:
    SecurityPolicy.objects.create(pk=1, failures_before_lock=3, lock_minutes=120)
    seconds_to_wait(Rate("test", 1, 3600), "10.0.0.1")
    count_failure("FORGOTTEN", address="10.0.0.1")
    for _time in range(3):
        count_failure("LOCKED", address="10.0.0.1")
    retention.forget(timezone.now() + timedelta(minutes=61))
    assert list(Lockout.objects.values_list("pk", flat=True)) == ["LOCKED"]
    assert minutes_locked("locked") == 120
    assert RateCount.objects.count() == 1
    retention.forget(timezone.now() + timedelta(hours=25))
    assert not Lockout.objects.exists()
    assert not RateCount.objects.exists()
