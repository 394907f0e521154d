"""The report of tickets: every share from its two counts; first-contact resolution made again from events alone."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils.timezone import now
from openpyxl import load_workbook

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.complaints import make_customer
from tests.factories.contacts import make_answered_contact
from tests.factories.dispatch import make_department, make_order
from tests.factories.tickets import make_category, make_ticket
from wanhao.access.reports import ticket_figures
from wanhao.access.reports.ticket_figures import Counts
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.service.contacts import actions as contacts
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import actions
from wanhao.service.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def in_contact(seat: Staff, category: Category, **facts: object) -> Ticket:
    """A ticket opened in a contact of its own."""
    return make_ticket(seat, category=category, contact_id=make_answered_contact(agent=seat).pk, **facts)


def solve(ticket: Ticket, by: Staff) -> Ticket:
    """Say it is solved."""
    ticket.refresh_from_db()
    return actions.resolve_ticket(ticket.pk, version=ticket.version, solution="已处理", by=by)


def end_contact(ticket: Ticket, by: Staff) -> None:
    """The customer hangs up."""
    contacts.end_contact(ticket.contact_id or 0, outcome="served", reason="", by=by)


def a_day(seat: Staff, category: Category) -> None:
    """Tickets of every kind the figures tell apart; one of them is solved at first contact."""
    colleague = make_staff(unit=seat.unit)
    end_contact(solve(in_contact(seat, category), seat), seat)  # solved in the contact
    late = in_contact(seat, category)  # solved after it
    end_contact(late, seat)
    solve(late, seat)
    end_contact(solve(in_contact(seat, category), colleague), seat)  # by somebody else
    sent = in_contact(seat, category)  # by a department
    make_order(sent, department=make_department(seat.unit), by=seat)
    WorkOrder.objects.update(state="cancelled", reason="x", ended_at=now())
    end_contact(solve(sent, seat), seat)
    again = solve(in_contact(seat, category), seat)  # reopened
    actions.reopen_ticket(again.pk, version=again.version, reason="没好", by=seat)
    end_contact(solve(again, seat), seat)
    customer = make_customer()
    for _time in range(2):  # the customer comes back: only the second may still be one
        end_contact(solve(in_contact(seat, category, customer_id=customer.pk), seat), seat)
    make_ticket(seat, category=category)  # from no contact


def first_contact_from_events() -> tuple[int, int]:
    """Tickets opened in contacts, and those of them solved in these, from the trail alone."""
    trail = list(StoredEvent.objects.order_by("id"))
    opened = [event for event in trail if event.name == "tickets.TicketOpened"]
    ends = {event.contact_id: event.id for event in trail if event.name == "contacts.ContactEnded"}
    disturbed = {event.subject for event in trail if event.name == "tickets.TicketReopened"}
    disturbed |= {f"ticket:{event.data['ticket_id']}" for event in trail if event.name == "dispatch.WorkOrderSent"}
    first = 0
    in_contacts = [event for event in opened if event.contact_id and event.actor.startswith("staff:")]
    for event in in_contacts:
        done = [
            one.id
            for one in trail
            if one.name in ("tickets.TicketResolved", "tickets.TicketClosed")
            and (one.subject, one.actor) == (event.subject, event.actor)
        ]
        came_back = any(
            later.id > event.id
            and later.customer_id == event.customer_id is not None
            and later.data["category"] == event.data["category"]
            for later in opened
        )
        is_solved = bool(done) and done[0] < ends.get(event.contact_id, done[0] + 1)
        first += is_solved and not came_back and event.subject not in disturbed
    return len(in_contacts), first


def test_first_contact_resolution_is_the_same_from_events() -> None:
    seat = make_staff(unit=make_unit(Unit.Kind.CENTRE))
    leader = make_staff(Role.TEAM_LEADER, unit=seat.unit)
    a_day(seat, make_category())
    counted = ticket_figures.total(ticket_figures.counts(leader, now() - DAY, now() + DAY).values())
    assert (counted.in_contact, counted.first) == first_contact_from_events() == (7, 2)
    assert counted == Counts(
        opened=8, decided=7, on_time=7, in_contact=7, first=2, repeats=1, finished=7, reopened=1, false=0
    )


def departments_of(leader: Staff) -> dict[str, Counts]:
    """Of yesterday and today, as the report has them."""
    span = (now() - DAY, now() + DAY)
    everything = ticket_figures.total(ticket_figures.counts(leader, *span).values())
    return ticket_figures.by_department(leader, *span, everything)


def test_departments_count_each_for_itself_and_the_total_once() -> None:
    seat = make_staff(unit=make_unit(Unit.Kind.CENTRE))
    leader = make_staff(Role.TEAM_LEADER, unit=seat.unit)
    make_ticket(make_staff(unit=make_unit(Unit.Kind.CENTRE)))  # of another unit
    ticket, one, two = make_ticket(seat), make_department(seat.unit), make_department(seat.unit)
    for department in (one, one, two):
        make_order(ticket, department=department, by=seat)
    make_ticket(seat)
    found = departments_of(leader)
    assert {code: counts.opened for code, counts in found.items()} == {one.code: 1, two.code: 1, "": 1}
    WorkOrder.objects.filter(department=two).update(
        false_at=now(), false_reason="无人上门", charged_to=seat, state="refused", reason="x", ended_at=now()
    )
    found = departments_of(leader)
    assert found[two.code].false == 1


def test_the_page_its_file_and_the_tickets_behind() -> None:
    seat = make_staff(unit=make_unit(Unit.Kind.CENTRE))
    leader, planner = make_staff(Role.TEAM_LEADER, unit=seat.unit), make_staff(Role.PLANNER, unit=seat.unit)
    client = signed_in(leader)
    assert "No tickets in this time" in client.get("/reports/tickets/").content.decode()
    category = make_category()
    a_day(seat, category)
    page = client.get("/reports/tickets/").content.decode()
    assert "2 ÷ 7" in page
    assert "1 ÷ 8" in page
    asked = {"figure": "first", "part": "category", "key": category.code}
    behind = client.get("/reports/tickets/behind/", asked)
    assert len(behind.context["rows"]) == 2
    assert f"/tickets/{behind.context['rows'][0].number}/" in behind.content.decode()
    numbers = signed_in(planner).get("/reports/tickets/behind/", asked).content.decode()
    assert behind.context["rows"][0].number in numbers
    assert f"/tickets/{behind.context['rows'][0].number}/" not in numbers  # a planner opens no tickets
    assert client.get("/reports/tickets/behind/", {"figure": "luck"}).status_code == 404
    sheet = load_workbook(io.BytesIO(client.get("/reports/tickets/file/").content)).worksheets[1]
    heads = [cell.value for cell in sheet[1]]
    totals = dict(zip(heads, (cell.value for cell in sheet[sheet.max_row]), strict=True))
    assert totals["Opened"] == 8
    assert str(totals["First-contact resolution"]).startswith("=IF(")
    assert StoredEvent.objects.filter(name="reports.ReportExported").exists()
