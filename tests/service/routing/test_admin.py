"""Reference data of routing in the admin: bounds, locks, events."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory

from tests.factories.accounts import make_staff
from tests.factories.routing import make_agent, make_queue
from tests.service.routing.life import arrive
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts.admin import WrapUpCodeForm
from wanhao.service.contacts.models import WrapUpCode
from wanhao.service.routing.admin import AgentAdmin, ChannelLimitAdmin, QueueAdmin
from wanhao.service.routing.forms import HeadStartForm, LimitForm
from wanhao.service.routing.models import Agent, ChannelLimit, Membership, Queue
from wanhao.service.routing.queue_form import QueueForm

pytestmark = pytest.mark.django_db


def entered(queue: Queue, **changes: Any) -> dict[str, Any]:
    """What the page of a queue sends."""
    form = QueueForm(instance=queue)
    return (
        {name: "" if form.initial.get(name) is None else form.initial[name] for name in form.fields}
        | {"is_active": "on", "channels": ["call"]}
        | changes
    )


def members(rows: list[dict[str, Any]], *, stored: int) -> dict[str, Any]:
    """The table of memberships as a page sends it."""
    sent = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": stored}
    for n, row in enumerate(rows):
        sent |= {f"memberships-{n}-{name}": value for name, value in row.items()}
    return sent


def save(page: Any, queue: Queue, rows: list[dict[str, Any]], *, stored: int, by: Any) -> None:
    """Send the page of a queue with its memberships."""
    request = RequestFactory().post("/", entered(queue) | members(rows, stored=stored))
    request.user = by
    formset_class = next(
        found for found, _in in page.get_formsets_with_inlines(request, queue) if found.model is Membership
    )
    formset = formset_class(data=request.POST, files=request.FILES, instance=queue, prefix="memberships")
    assert formset.is_valid(), formset.errors
    page.save_formset(request, None, formset, True)


@pytest.fixture
def page() -> QueueAdmin:
    return QueueAdmin(Queue, admin.site)


def test_a_queue_keeps_within_its_bounds_and_takes_the_region_of_its_unit() -> None:
    queue = make_queue()
    form = QueueForm(entered(queue, offer_seconds=1, service_level_percent=120), instance=queue)
    assert set(form.errors) == {"offer_seconds", "service_level_percent"}
    form = QueueForm(entered(queue), instance=queue)
    assert form.is_valid(), form.errors
    assert form.save().region == queue.unit.region


@pytest.mark.parametrize(("seconds", "is_right"), [(300, True), (0, False), (90_000, False)])
def test_a_head_start_is_a_second_to_a_day(seconds: int, is_right: bool) -> None:
    form = HeadStartForm({"reason": "vip", "name_zh": "贵宾", "name_en": "VIP", "seconds": seconds})
    assert form.is_valid() is is_right


def test_a_new_membership_on_the_page_brings_the_waiting_contact(page: QueueAdmin) -> None:
    queue, agent, manager = make_queue(), make_agent(make_queue()), make_staff(Role.SYSTEM_MANAGER)
    contact, _place = arrive(queue)
    save(page, queue, [{"queue": queue.pk, "agent": agent.pk, "level": 2, "after_seconds": 0}], stored=0, by=manager)
    assert agent.offers.get().contact == contact
    event = StoredEvent.objects.get(name="routing.MembershipChanged", data__queue_id=queue.pk)
    assert event.actor == f"staff:{manager.pk}"


def test_a_membership_is_changed_moved_and_ended_on_the_page(page: QueueAdmin) -> None:
    queue, manager = make_queue(), make_staff(Role.SYSTEM_MANAGER)
    first, second = make_agent(queue), make_agent(make_queue())
    row = Membership.objects.get(queue=queue)
    sent = {"id": row.pk, "queue": queue.pk, "agent": first.pk, "level": 3, "after_seconds": 20}
    save(page, queue, [sent], stored=1, by=manager)
    row.refresh_from_db()
    assert (row.level, row.after_seconds) == (3, 20)
    save(page, queue, [sent | {"agent": second.pk}], stored=1, by=manager)
    assert list(Membership.objects.filter(queue=queue).values_list("agent", flat=True)) == [second.pk]
    row = Membership.objects.get(queue=queue)
    save(page, queue, [sent | {"id": row.pk, "agent": second.pk, "DELETE": "on"}], stored=1, by=manager)
    assert not Membership.objects.filter(queue=queue).exists()
    assert StoredEvent.objects.filter(name="routing.MembershipEnded").count() == 2


def test_the_history_of_a_queue_is_kept() -> None:
    queue = make_queue()
    queue.answer_limit_seconds = 20
    queue.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "select answer_limit_seconds from routing_queueevent where pgh_obj_id = %s order by 1", [queue.pk]
        )
        assert [limit for (limit,) in cursor.fetchall()] == [15, 20]


def test_enrolling_makes_an_agent_with_a_first_state() -> None:
    staff, manager = make_staff(), make_staff(Role.SYSTEM_MANAGER)
    request = RequestFactory().post("/")
    request.user = manager
    AgentAdmin(Agent, admin.site).save_model(request, Agent(staff=staff), None, False)
    assert staff.agent.state == "offline"


def test_wrap_up_codes_have_two_levels() -> None:
    first = WrapUpCode.objects.create(code="bill", name_zh="账单", name_en="Bill")
    second = WrapUpCode.objects.create(code="roaming", name_zh="漫游费", name_en="Roaming", parent=first)
    given = {"code": "third", "name_zh": "三级", "name_en": "Third", "position": 0, "parent": second.pk}
    assert "parent" in WrapUpCodeForm(given).errors
    assert "parent" in WrapUpCodeForm(given | {"code": "bill", "parent": second.pk}, instance=first).errors
    assert WrapUpCodeForm(given | {"parent": first.pk}).is_valid()


def test_overflow_leads_into_another_queue_and_never_in_a_circle() -> None:
    first, second = make_queue(channels=["call"]), make_queue(channels=["call"])
    form = QueueForm(entered(first, overflow="queue"), instance=first)
    assert set(form.errors) == {"overflow_queue"}
    form = QueueForm(entered(first, overflow="queue", overflow_queue=second.pk), instance=first)
    assert form.is_valid(), form.errors
    form.save()
    form = QueueForm(entered(second, overflow="queue", overflow_queue=first.pk), instance=second)
    assert set(form.errors) == {"overflow_queue"}
    form = QueueForm(entered(first, overflow="message", overflow_queue=second.pk), instance=first)
    assert form.is_valid()
    assert form.save().overflow_queue is None


def test_a_head_start_of_a_business_type_names_it() -> None:
    sent = {"reason": "business", "name_zh": "携号转网", "name_en": "Porting", "seconds": 60}
    assert set(HeadStartForm(sent).errors) == {"business_type"}
    form = HeadStartForm(sent | {"business_type": "porting"})
    assert form.is_valid(), form.errors
    assert form.save().reason == "business_porting"


def test_a_limit_is_for_an_agent_or_a_class_and_becomes_a_weight() -> None:
    agent, manager = make_agent(), make_staff(Role.SYSTEM_MANAGER)
    assert set(LimitForm({"channel": "call", "most": 2}).errors) == {"most"}
    both = {"channel": "chat", "most": 2, "agent": agent.pk, "seat_class": "general_seat"}
    assert set(LimitForm(both).errors) == {"seat_class"}
    form = LimitForm({"channel": "chat", "most": 2, "agent": agent.pk})
    assert form.is_valid(), form.errors
    request = RequestFactory().post("/")
    request.user = manager
    page = ChannelLimitAdmin(ChannelLimit, admin.site)
    page.save_model(request, form.save(commit=False), form, False)
    agent.refresh_from_db()
    assert agent.channel_weights == {"chat": 50}
    page.delete_model(request, ChannelLimit.objects.get())
    agent.refresh_from_db()
    assert agent.channel_weights == {}


def test_an_agent_has_a_wrap_up_time_of_their_own() -> None:
    agent, manager = make_agent(), make_staff(Role.SYSTEM_MANAGER)
    request = RequestFactory().post("/")
    request.user = manager
    agent.wrap_up_seconds = 45
    AgentAdmin(Agent, admin.site).save_model(request, agent, None, True)
    agent.refresh_from_db()
    assert agent.wrap_up_seconds == 45
    assert StoredEvent.objects.get(name="routing.OwnWrapUpSet").data["seconds"] == 45
