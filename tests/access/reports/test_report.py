"""The queue report: figures from a small day of routing, the same from events, on the page and in the file."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.contacts import TEST, make_contact
from tests.factories.routing import make_agent, make_queue
from wanhao.access.reports.queries import Asked, by_interval, by_queue, interval_counts
from wanhao.access.reports.recompute import interval_counts_from_events
from wanhao.access.reports.rules import Counts, Step, midnight, total
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts import actions as contacts
from wanhao.service.routing import actions
from wanhao.service.routing.models import Queue

pytestmark = pytest.mark.django_db


def arrive(queue: Queue) -> int:
    """A contact that asks for a person in this queue."""
    contact = make_contact(unit=queue.unit)
    contacts.ask_for_person(contact.pk, queue_code=queue.code, by=TEST)
    return contact.pk


def small_day(queue: Queue) -> None:
    """One answered, wrapped up and done; one abandoned; one overflowed; one still waiting."""
    agent = make_agent(queue)
    enqueued = actions.enqueue(arrive(queue), queue)
    assert enqueued.offer_id is not None
    assert actions.accept_offer(enqueued.offer_id)
    actions.end_service(enqueued.offer_id)
    actions.set_state(agent.pk, "meeting", by=agent.staff)
    actions.finish_wrap_up(agent.pk)
    for outcome in ("abandoned", "overflow", ""):
        contact_id = arrive(queue)
        actions.enqueue(contact_id, queue)
        if outcome:
            actions.leave_queue(contact_id, outcome)


def today(*codes: str, step: Step = Step.HALF) -> Asked:
    begin = midnight(timezone.now(), timezone.get_current_timezone())
    return Asked(codes, begin, begin + timedelta(days=1), step)


@pytest.fixture
def centre() -> Unit:
    return make_unit()


def test_counts_of_a_small_day_and_again_from_events(centre: Unit) -> None:
    queue = make_queue("general", unit=centre)
    small_day(queue)
    planner = make_staff(Role.PLANNER, unit=centre)
    found = interval_counts(planner, today())
    counts = total(found.values())
    assert counts == Counts(
        offered=4, answered=1, in_limit=1, abandoned=1, turned_away=1, waiting=1, served=1, wrapped_up=1
    )
    assert interval_counts_from_events(planner, today()) == found
    assert by_queue(found) == {"general": counts}
    assert total(by_interval(found).values()) == counts


def test_a_foreign_centre_is_not_counted(centre: Unit) -> None:
    small_day(make_queue("general", unit=make_unit()))
    planner = make_staff(Role.PLANNER, unit=centre)
    assert interval_counts(planner, today()) == {}
    assert interval_counts_from_events(planner, today()) == {}


def test_only_the_queues_asked_for(centre: Unit) -> None:
    for code in ("general", "fault"):
        small_day(make_queue(code, unit=centre))
    planner = make_staff(Role.PLANNER, unit=centre)
    assert {code for code, _ in interval_counts(planner, today("fault"))} == {"fault"}


def test_the_page_shows_numerator_and_denominator(centre: Unit) -> None:
    small_day(make_queue("general", unit=centre))
    page = signed_in(make_staff(Role.PLANNER, unit=centre)).get("/reports/queues/").content.decode()
    assert "Connection rate = answered ÷ (offered − still waiting) = 1 ÷ 3" in page
    assert "33.3%" in page


def test_an_empty_day_says_what_to_do(centre: Unit) -> None:
    make_queue("general", unit=centre)
    page = signed_in(make_staff(Role.PLANNER, unit=centre)).get("/reports/queues/").content.decode()
    assert "Choose other days or more queues." in page


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("begin=2026-11-02&end=2026-11-01", "choose a later day"),  # the wrong way round
        ("begin=2026-01-01&end=2026-11-01&step=15min", "choose a longer interval"),  # more than a page can show
        ("begin=soon", "Enter a valid date"),
    ],
)
def test_a_wrong_question_is_explained(centre: Unit, query: str, message: str) -> None:
    response = signed_in(make_staff(Role.PLANNER, unit=centre)).get(f"/reports/queues/?{query}")
    assert response.status_code == 422
    assert message in response.content.decode()


def test_the_file_holds_formulas_and_its_export_is_an_event(centre: Unit) -> None:
    small_day(make_queue("general", unit=centre))
    response = signed_in(make_staff(Role.PLANNER, unit=centre)).get("/reports/queues/file/")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = list(book["By queue"].iter_rows(values_only=True))
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["Offered"] == 4
    assert str(line["Connection rate"]).startswith("=IF((")
    assert StoredEvent.objects.filter(name="reports.ReportExported").count() == 1
