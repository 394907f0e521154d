"""What every list can do, shown on the list of tickets: pages, views, columns, files, acts on many."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit, signed_in
from tests.factories.contacts import make_answered_contact, make_contact
from tests.factories.customers import make_party
from tests.factories.tickets import make_category, make_ticket
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.lists import files, many, views
from wanhao.foundation.lists.keyset import page_of
from wanhao.foundation.lists.models import ListRun, SavedView
from wanhao.foundation.lists.spec import SPECS, Asked, Sort
from wanhao.foundation.lists.totals import rounded
from wanhao.records.customers import queries as customers
from wanhao.service.contacts import queries as contacts
from wanhao.service.tickets import actions, queries
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def pages(sort: Sort, size: int) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        page = page_of(Ticket.objects.all(), sort, after, size)
        found += [row.pk for row in page.rows]
        after = page.next_key
        if not after:
            return found


@pytest.mark.parametrize("field", ["-pk", "pk", "due_at", "opened_at", "-opened_at"])
def test_pages_hold_every_row_once_in_order(field: str) -> None:
    staff = make_staff()
    tickets = [make_ticket(staff) for _ in range(7)]
    for place, ticket in enumerate(tickets):  # some of the same moment, some without any
        due = None if place in (2, 5) else now() + timedelta(hours=place % 2)
        Ticket.objects.filter(pk=ticket.pk).update(due_at=due, opened_at=now() - timedelta(hours=place // 2))
    whole = [row.pk for row in page_of(Ticket.objects.all(), Sort("x", "x", field), "", 100).rows]
    assert len(whole) == 7
    assert pages(Sort("x", "x", field), 2) == whole
    assert pages(Sort("x", "x", field), 3) == whole


@pytest.mark.parametrize("after", ["x", "~", "yesterday~1", "2026-01-01~"])
def test_an_invented_page_is_not_there(after: str) -> None:
    assert signed_in(make_staff()).get(reverse("tickets:list"), {"after": after, "sort": "due"}).status_code == 404


def test_large_totals_are_told_as_estimates() -> None:
    assert [rounded(number) for number in (7, 99, 123_456, 1_000_000)] == [7, 99, 120_000, 1_000_000]


def text(response: Any) -> str:
    return str(response.content.decode())


def save(client: Client, **typed: str) -> SavedView:
    client.post(reverse("lists:views", args=["tickets"]), typed)
    return SavedView.objects.latest("pk")


def test_a_view_keeps_filters_words_and_columns_and_is_shared_in_the_unit() -> None:
    staff = make_staff()
    shown, other = make_ticket(staff, text="光猫红灯", severity="major"), make_ticket(staff, text="光猫红灯")
    client = signed_in(staff)
    client.post(reverse("lists:columns", args=["tickets"]), {"column": ["number", "source"]})
    found = client.post(reverse("tickets:search"), {"term": "光猫", "severity": "major"})
    token = found["Location"].partition("term=")[2].partition("&")[0]
    view = save(client, name="重大光猫", severity="major", term=token, is_shared="yes")
    address = reverse("tickets:list") + f"?view={view.public_id}"
    colleague, stranger = make_staff(unit=staff.unit), make_staff(unit=make_unit())
    for person in (staff, colleague):
        page = text(signed_in(person).get(address))
        assert shown.number in page
        assert other.number not in page
        assert "Opened from" in page
    page = text(signed_in(stranger).get(address))
    assert "重大光猫" not in page
    private = save(client, name="只给我")
    assert private.name not in text(signed_in(colleague).get(reverse("tickets:list")))
    assert signed_in(colleague).post(reverse("lists:view_removal", args=[view.public_id])).status_code == 404
    client.post(reverse("lists:view_removal", args=[view.public_id]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_the_file_holds_what_is_shown_masked_and_is_an_event() -> None:
    leader = make_staff(Role.TEAM_LEADER)
    make_ticket(leader, text="=cmd|' /C calc'!A0", severity="major", customer_id=make_party(name="王小明").pk)
    make_ticket(leader, text="不在其中")
    client = signed_in(leader)
    address = reverse("lists:export", args=["tickets", "csv"])
    assert client.get(address, {"severity": "major"}).status_code == 200
    event = StoredEvent.objects.latest("id")
    assert (event.name, event.data["filters"]) == ("lists.ListExported", ["severity=major"])
    assert signed_in(make_staff()).get(address).status_code == 404  # no right to take files away

    spec, asked = SPECS["tickets"], Asked(leader, {"severity": "major"})
    columns = spec.columns_named(["text", "customer"])
    lines = b"".join(files.csv_pieces(["a", "b"], files.chunks(spec, asked, columns))).decode("utf-8-sig").splitlines()
    assert lines == ["a,b", "'=cmd|' /C calc'!A0,王**"]
    assert b"".join(files.xlsx_pieces(["a"], files.chunks(spec, asked, columns))).startswith(b"PK")


def test_too_many_rows_for_a_workbook_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_XLSX_ROWS", 1)
    leader = make_staff(Role.TEAM_LEADER)
    make_ticket(leader)
    make_ticket(leader)
    assert signed_in(leader).get(reverse("lists:export", args=["tickets", "xlsx"])).status_code == 400


def run_of(client: Client, act: str, *rows: Ticket, **more: str) -> ListRun:
    client.post(reverse("lists:choice", args=["tickets"]), {"act": act, "row": [row.pk for row in rows], **more})
    return ListRun.objects.latest("pk")


def confirm(client: Client, run: ListRun, **typed: object) -> ListRun:
    assert client.post(reverse("lists:confirmation", args=[run.public_id]), typed).status_code == 302
    return ListRun.objects.get(pk=run.pk)


def test_an_act_on_many_is_looked_over_done_and_told_row_by_row() -> None:
    staff, foreign = make_staff(), make_staff(unit=make_unit())
    one, two, finished = (make_ticket(staff) for _ in range(3))
    beyond = make_ticket(foreign)
    actions.close_ticket(finished.pk, version=1, reason="x", by=staff)
    client = signed_in(staff)
    run = run_of(client, "severity", one, two, finished, beyond)
    assert len(run.items) == 3  # what is beyond the reach is not even named
    page = text(client.get(reverse("lists:run", args=[run.public_id])))
    assert "It is finished." in page
    actions.begin_ticket(two.pk, version=1, by=make_staff(unit=staff.unit))  # somebody is faster
    run = confirm(client, run, severity="major")
    assert (run.state, run.done, run.refused) == ("done", 1, 2)
    assert queries.ticket(one.number, staff).severity == "major"
    assert queries.ticket(two.number, staff).severity == "ordinary"
    page = text(client.get(reverse("lists:run", args=[run.public_id])))
    assert "changed this ticket meanwhile" in page
    assert client.post(reverse("lists:confirmation", args=[run.public_id]), {"severity": "major"}).status_code == 409
    assert signed_in(foreign).get(reverse("lists:run", args=[run.public_id])).status_code == 404


def test_many_are_done_by_a_job_that_may_break_off(monkeypatch: pytest.MonkeyPatch) -> None:
    staff, category = make_staff(), make_category()
    for _ in range(many.AT_ONCE + 1):
        make_ticket(staff, category=category)
    client = signed_in(staff)
    run = confirm(client, run_of(client, "tags", all="yes"), tags=["media-risk"])
    assert (run.state, run.done) == ("running", 0)
    done_before = many._one
    monkeypatch.setattr(many, "_one", lambda run, *rest: done_before(run, *rest) if run.done < 5 else broken())
    with pytest.raises(RuntimeError):
        many.work(run.pk)
    monkeypatch.undo()
    many.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.refused) == ("done", many.AT_ONCE + 1, 0)
    assert Ticket.objects.filter(tags=["media-risk"]).count() == many.AT_ONCE + 1
    assert StoredEvent.objects.filter(name="tickets.TicketChanged").count() == many.AT_ONCE + 1


def broken() -> None:
    raise RuntimeError("the process died")


def test_hand_over_and_closing_of_many() -> None:
    staff = make_staff()
    colleague: Staff = make_staff(unit=staff.unit)
    one, two = make_ticket(staff), make_ticket(staff)
    client = signed_in(staff)
    run = confirm(client, run_of(client, "hand-over", one, two), to=colleague.staff_number, reason="轮休")
    assert (run.done, run.refused) == (2, 0)
    assert len(queries.hand_overs_asked_of(colleague)) == 2
    run = confirm(client, run_of(client, "closing", one, two), code="withdrawn", reason="客户撤回")
    assert (run.done, json.loads(run.typed)["code"]) == (2, "withdrawn")


def test_the_reach_in_numbers_is_the_reach() -> None:
    staff, far = make_staff(), make_staff(unit=make_unit())
    for owner in (staff, far):
        make_ticket(owner)
        make_party(unit=owner.unit)
        make_contact(unit=owner.unit)
    make_answered_contact(agent=far)
    leader = make_staff(Role.DUTY_LEADER, unit=staff.unit.parent or staff.unit)
    visible = {"tickets": queries.tickets, "customers": customers.customers, "contacts": contacts.visible_contacts}
    for person in (staff, far, make_staff(unit=staff.unit), leader):
        for name, rows in visible.items():
            listed = set(SPECS[name].rows(Asked(person, {})).values_list("pk", flat=True))
            assert listed == set(rows(person).values_list("pk", flat=True)), name
