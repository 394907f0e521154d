"""A ticket opened at the counter of a service hall."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.accounts import make_staff, signed_in
from tests.factories.clocks import make_policy
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.rights import Role
from wanhao.service.clocks.models import Clock, Target
from wanhao.service.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def category() -> Category:
    make_policy(target=Target.FIRST_RESPONSE, minutes=30)
    return make_category()


def opened_by(role: Role, category: Category) -> tuple[Ticket, Clock]:
    """A ticket opened on the page by somebody of this role, and the clock of its first response."""
    typed = {"category": category.pk, "text": "账单不对", "kind": "complaint", "severity": "ordinary"}
    page = signed_in(make_staff(role)).post(reverse("tickets:new"), typed)
    assert page.status_code == 302
    ticket = Ticket.objects.get()
    return ticket, Clock.objects.get(subject=f"ticket:{ticket.pk}", target=Target.FIRST_RESPONSE)


@pytest.mark.parametrize("role", [Role.HALL_CLERK, Role.HALL_MANAGER])
def test_it_is_the_halls_and_the_customer_had_the_first_response(role: Role, category: Category) -> None:
    ticket, clock = opened_by(role, category)

    assert ticket.source == "hall"
    assert clock.stopped_at is not None


def test_elsewhere_it_is_the_desks_and_the_first_response_is_due(category: Category) -> None:
    ticket, clock = opened_by(Role.GENERAL_SEAT, category)

    assert ticket.source == "desk"
    assert clock.stopped_at is None
