"""Drafts, publishing, roll-back: the state after, the event, the refusal."""

import pytest

from tests.factories.accounts import make_staff, make_unit
from tests.factories.ivr import make_demo_flow, make_flow
from wanhao.common.errors import Conflict, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.ivr import actions, graph, queries
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import Flow
from wanhao.service.ivr.rules import Kind, Step
from wanhao.service.routing.models import Queue

pytestmark = pytest.mark.django_db
BYE = Step("bye", Kind.HANG_UP, {}, "再见", "Goodbye")
HELLO = Step("hello", Kind.MESSAGE, {"next": "bye"}, "您好", "Hello")


@pytest.fixture
def manager() -> Staff:
    return make_staff(Role.SYSTEM_MANAGER)


def document(*steps: Step) -> object:
    return graph.as_document(Graph(steps[0].code, {step.code: step for step in steps}))


def last_event() -> StoredEvent:
    event = StoredEvent.objects.filter(name__startswith="ivr.").order_by("-id").first()
    assert event is not None
    return event


def test_a_draft_is_heard_by_nobody_until_it_is_published(manager: Staff) -> None:
    flow = make_flow(BYE, unit=manager.unit)
    flow = actions.save_draft(flow.pk, document(HELLO, BYE), version=flow.draft_version, by=manager)
    assert flow.draft_changed_by == manager
    assert set(queries.published_graph(flow).steps) == {"bye"}
    version = actions.publish(flow.pk, version=flow.draft_version, by=manager, note="问候")
    flow.refresh_from_db()
    assert set(queries.published_graph(flow).steps) == {"hello", "bye"}
    assert (version.number, version.published_by, version.note) == (2, manager, "问候")
    event = last_event()
    assert event.name == "ivr.FlowPublished"
    assert (event.data["version"], event.data["differences"]) == (2, 2)  # a new step, a new beginning


def test_nobody_writes_over_anothers_draft(manager: Staff) -> None:
    flow = make_flow(BYE, unit=manager.unit)
    seen = flow.draft_version
    actions.save_draft(flow.pk, document(HELLO, BYE), version=seen, by=manager)
    with pytest.raises(Conflict):
        actions.save_draft(flow.pk, document(BYE), version=seen, by=manager)
    with pytest.raises(Conflict):
        actions.publish(flow.pk, version=seen, by=manager)
    with pytest.raises(Conflict):
        actions.take_as_draft(flow.pk, 1, version=seen, by=manager)
    flow.refresh_from_db()
    assert set(graph.from_document(flow.draft).steps) == {"hello", "bye"}


def test_errors_forbid_publishing_advice_does_not(manager: Staff) -> None:
    flow = make_flow(unit=manager.unit)
    broken = document(Step("hello", Kind.MESSAGE, {"next": "gone"}, "您好", "Hello"))
    flow = actions.save_draft(flow.pk, broken, version=flow.draft_version, by=manager)
    with pytest.raises(NotAllowed, match="hello"):
        actions.publish(flow.pk, version=flow.draft_version, by=manager)
    assert flow.versions.count() == 1
    advised = document(Step("hello", Kind.MESSAGE, {"next": "bye"}, "您好"), BYE)  # no English, no person
    flow = actions.save_draft(flow.pk, advised, version=flow.draft_version, by=manager)
    assert actions.publish(flow.pk, version=flow.draft_version, by=manager).number == 2


def test_rolling_back_makes_a_new_version_of_the_old(manager: Staff) -> None:
    flow = make_flow(BYE, unit=manager.unit)
    flow = actions.save_draft(flow.pk, document(HELLO, BYE), version=flow.draft_version, by=manager)
    actions.publish(flow.pk, version=flow.draft_version, by=manager)
    version = actions.roll_back(flow.pk, 1, by=manager)
    flow.refresh_from_db()
    assert (version.number, version.restores, flow.published) == (3, 1, version)
    assert set(queries.published_graph(flow).steps) == {"bye"}
    assert set(graph.from_document(flow.draft).steps) == {"hello", "bye"}  # the draft is left alone
    assert (last_event().name, last_event().data["restores"]) == ("ivr.FlowRolledBack", 1)
    with pytest.raises(NotAllowed):
        actions.roll_back(flow.pk, 1, by=manager)
    with pytest.raises(NotFound):
        actions.roll_back(flow.pk, 9, by=manager)
    flow = actions.take_as_draft(flow.pk, 1, version=flow.draft_version, by=manager)
    assert set(graph.from_document(flow.draft).steps) == {"bye"}


def test_a_menu_out_of_reach_is_not_there(manager: Staff) -> None:
    flow = make_flow(unit=make_unit())
    with pytest.raises(NotFound):
        actions.save_draft(flow.pk, flow.draft, version=flow.draft_version, by=manager)
    agent = make_staff(Role.GENERAL_SEAT, unit=flow.unit)
    with pytest.raises(NotFound):
        actions.publish(flow.pk, version=flow.draft_version, by=agent)
    with pytest.raises(NotAllowed):
        actions.make_flow("mine", name_zh="我的", unit=flow.unit, by=agent)


@pytest.mark.parametrize(("code", "name", "field"), [("A b", "x", "code"), ("ok", " ", "name_zh"), ("", "x", "code")])
def test_a_new_menu_needs_a_code_and_a_name(manager: Staff, code: str, name: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.make_flow(code, name_zh=name, unit=manager.unit, by=manager)
    assert set(refused.value.fields) == {field}
    assert not Flow.objects.exists()


def test_a_queue_taken_out_of_use_is_found_by_the_check() -> None:
    flow = make_demo_flow()
    assert not [p for p in queries.problems_of(flow) if p.is_error]
    Queue.objects.filter(code="fault").update(is_active=False)
    assert [p.step for p in queries.problems_of(flow) if p.is_error] == ["fault"]
