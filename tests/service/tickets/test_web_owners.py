"""An owner of web tickets who leaves or loses the right: administrators are told then, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit
from tests.factories.tickets import offer_on_the_web
from wanhao.foundation.accounts import actions as accounts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.service.tickets import web_owners
from wanhao.service.tickets.models import WebOwner
from wanhao.service.tickets.reactions import miss_owners_of_web_tickets
from wanhao.service.tickets.web_opening import Wish, open_by_customer

pytestmark = pytest.mark.django_db
HR = Actor.system("people")


@pytest.fixture
def region() -> Unit:
    return make_unit(Unit.Kind.REGION)


@pytest.fixture
def owner(region: Unit) -> Staff:
    person = make_staff(unit=make_unit(parent=region))
    WebOwner.objects.create(region=region, owner=person)
    return person


@pytest.fixture
def manager(region: Unit) -> Staff:
    return make_staff(Role.SYSTEM_MANAGER, unit=region)


def react(event: str) -> None:
    miss_owners_of_web_tickets(StoredEvent.objects.filter(name=f"accounts.{event}").latest("id"))


def test_who_leaves_is_missed_at_once_and_once(owner: Staff, manager: Staff, region: Unit) -> None:
    leader = make_staff(Role.DUTY_LEADER, unit=owner.unit)
    make_staff(Role.SYSTEM_MANAGER)  # elsewhere
    accounts.staff_leaves(owner.staff_number, by=HR)
    react("StaffLeft")
    react("StaffLeft")  # a reaction may run twice
    told = Notice.objects.get()
    assert (told.staff, told.link, told.level) == (manager, web_owners.OWNERS_PAGE, "warning")
    assert told.text_en == (
        f"Web tickets ({region.name_en}): {owner.display_name} has left or may not sign in. "
        f"{leader.display_name} has new ones until you name another owner."
    )
    assert f"新工单暂由 {leader.display_name} 负责" in told.text_zh
    event = StoredEvent.objects.get(name="tickets.WebOwnerMissed")
    assert (event.subject, event.data["told"]) == (f"staff:{owner.pk}", 1)
    versions = apps.get_model("tickets", "WebOwnerEvent").objects.filter(pgh_label="update")
    assert not versions.exists(), "whom somebody named has not changed"


def test_who_loses_the_role_is_missed_and_may_be_missed_again(owner: Staff, manager: Staff) -> None:
    accounts.end_posting(owner.staff_number, owner.postings.get().pk, by=HR)
    react("PostingEnded")
    assert "Customers cannot open any" in Notice.objects.get(staff=manager).text_en
    accounts.post_role(owner.staff_number, Role.BACK_OFFICE, owner.unit, by=HR)
    assert web_owners.review() == 0
    accounts.staff_leaves(owner.staff_number, by=HR)
    react("StaffLeft")
    assert Notice.objects.filter(staff=manager).count() == 2


def test_a_role_that_ends_by_its_day_is_noticed(owner: Staff, manager: Staff) -> None:
    today = timezone.localdate()
    accounts.end_posting(owner.staff_number, owner.postings.get().pk, by=HR, until_on=today + timedelta(days=3))
    react("PostingEnded")
    assert not Notice.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert web_owners.review() == 1
    assert Notice.objects.get().staff == manager


def test_the_next_ticket_does_not_say_it_twice(owner: Staff, manager: Staff) -> None:
    make_staff(Role.DUTY_LEADER, unit=owner.unit)
    category = offer_on_the_web(owner)
    accounts.staff_leaves(owner.staff_number, by=HR)
    react("StaffLeft")
    told = Notice.objects.filter(staff=manager).count()
    open_by_customer(Wish("13900007777", category.pk, "宽带经常断网"))
    assert Notice.objects.filter(staff=manager).count() == told == 2  # a row of the region, one of everywhere else
