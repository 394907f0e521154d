"""The auditors' page: filters, scope, one event, one object's story, copies; and that looking leaves a trace."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.test import AsyncClient, Client

from tests.factories.accounts import give_second_factor, make_operator, make_staff, make_unit, signed_in
from tests.factories.contacts import make_answered_contact, make_contact
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit import exports
from wanhao.foundation.audit.actions import verify
from wanhao.foundation.audit.events import Actor, Event
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.sealing import seal_events
from wanhao.foundation.audit.sentences import SENTENCES, Teller

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Staff:
    """The operator's auditor."""
    return make_staff(Role.AUDITOR, unit=make_operator())


@pytest.fixture
def browser(auditor: Staff) -> Client:
    """Their browser."""
    return signed_in(auditor)


def numbers(answer: Any) -> list[int]:
    """The events on the page."""
    return [row["event"].id for row in answer.context["rows"]]


def events_of(contact: Any) -> list[int]:
    """The contact's events, newest first."""
    return list(StoredEvent.objects.filter(contact_id=contact.pk).order_by("-id").values_list("id", flat=True))


def test_the_newest_events_come_first_and_looking_is_an_event(browser: Client, auditor: Staff) -> None:
    contact = make_answered_contact()
    page = browser.get("/audit/", {"contact": contact.public_id})
    assert numbers(page) == events_of(contact)
    text = page.content.decode()
    assert "Answered by a person" in text
    assert contact.agent.display_name in text
    looked = StoredEvent.objects.filter(name="audit.AuditSearched").latest("id")
    assert (looked.actor, looked.data["filters"]) == (f"staff:{auditor.pk}", f"contact={contact.public_id}")


def test_each_filter_narrows(browser: Client) -> None:
    contact, other = make_answered_contact(), make_contact()
    event = StoredEvent.objects.get(contact_id=contact.pk, name="contacts.ContactAnswered")
    event_id, unit = event.id, contact.unit.code
    for asked in (
        {"event": "contacts.ContactAnswered", "contact": contact.public_id},
        {"subject": f"contact:{contact.public_id}", "event": "contacts.ContactAnswered"},
        {"unit": unit, "event": "contacts.ContactAnswered", "actor": "system:test"},
    ):
        assert numbers(browser.get("/audit/", asked)) == [event_id], asked
    assert set(events_of(other)) <= set(numbers(browser.get("/audit/", {"since": "2020-01-01", "until": "2099-01-01"})))
    assert numbers(browser.get("/audit/", {"until": "2020-01-01"})) == []
    assert numbers(browser.get("/audit/", {"actor": "customer:9"})) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "yesterday"}, "is no time"),
        ({"until": "2026-13-45"}, "is no time"),
        ({"event": "doors.Opened"}, "no event called"),
        ({"actor": "31337"}, "no member of staff"),
        ({"subject": "ticket:none"}, "nothing called"),
        ({"contact": "none"}, "nothing called"),
        ({"unit": "none"}, "no unit with code"),
    ],
)
def test_what_is_not_understood_is_said(browser: Client, asked: dict[str, str], said: str) -> None:
    page = browser.get("/audit/", asked)
    assert said in page.content.decode()
    assert numbers(page) == []


def test_pages_go_on_by_key(browser: Client) -> None:
    contacts = [make_contact() for _ in range(60)]
    first = browser.get("/audit/", {"event": "contacts.ContactOpened"})
    second = browser.get("/audit/" + first.context["more"])
    opened = {number for contact in contacts for number in events_of(contact)}
    assert len(numbers(first)) == 50
    assert opened <= set(numbers(first)) | set(numbers(second))
    assert min(numbers(first)) > max(numbers(second))


def test_an_auditor_of_a_centre_sees_its_events_only() -> None:
    unit = make_unit()
    browser = signed_in(make_staff(Role.AUDITOR, unit=unit))
    own, foreign = make_contact(unit=unit), make_contact()
    assert numbers(browser.get("/audit/", {"event": "contacts.ContactOpened"})) == events_of(own)
    assert numbers(browser.get(f"/audit/about/contact/{foreign.public_id}/")) == []
    assert browser.get(f"/audit/events/{events_of(foreign)[0]}/").status_code == 404


def test_one_event_with_its_seal(browser: Client) -> None:
    contact = make_contact()
    event = StoredEvent.objects.get(contact_id=contact.pk)
    page = browser.get(f"/audit/events/{event.id}/").content.decode()
    assert "contacts.ContactOpened" in page
    assert f"/audit/about/contact/{contact.public_id}/" in page
    assert browser.get("/audit/events/999999999/").status_code == 404


def test_an_object_is_followed_from_its_beginning(browser: Client) -> None:
    contact = make_answered_contact()
    found = browser.get("/audit/about/", {"kind": "contact", "key": contact.public_id})
    assert found["Location"] == f"/audit/about/contact/{contact.public_id}/"
    assert numbers(browser.get(found["Location"])) == events_of(contact)[::-1]
    assert browser.get("/audit/about/contact/none/").status_code == 404
    agent = browser.get(f"/audit/about/staff/{contact.agent.staff_number}/")
    assert agent.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_page_tells_how_far_the_trail_is_sealed_and_verified(browser: Client) -> None:
    page = browser.get("/audit/").content.decode()
    make_contact()
    seal_events()
    verify(by=Actor.system("worker"))
    page = browser.get("/audit/").content.decode()
    assert "The trail is sealed up to" in page
    assert "as they were recorded" in page or "as it was recorded" in page


async def fetch(person: Staff, address: str) -> bytes:
    """A streamed file as the server sends it."""
    browser = AsyncClient()
    await browser.aforce_login(person)
    answer = await browser.get(address)
    assert answer.status_code == 200
    return b"".join([piece async for piece in answer.streaming_content])  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_a_copy_holds_what_is_filtered_and_is_an_event(auditor: Staff) -> None:
    give_second_factor(auditor)
    contact = make_answered_contact()
    asked = f"?contact={contact.public_id}"
    content = async_to_sync(fetch)(auditor, f"/audit/export/csv/{asked}")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [int(row[0]) for row in rows[1:]] == events_of(contact)
    assert rows[1][2] == "Answered by a person"
    content = async_to_sync(fetch)(auditor, f"/audit/export/xlsx/{asked}")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [int(row[0].value) for row in sheet.iter_rows(min_row=2)] == events_of(contact)
    taken = StoredEvent.objects.filter(name="audit.AuditExported", actor=f"staff:{auditor.pk}").order_by("id")
    assert list(taken.values_list("data__form", flat=True)) == ["csv", "xlsx"]


def test_too_many_events_for_a_workbook_are_refused(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_XLSX_ROWS", 1)
    make_answered_contact()
    answer = browser.get("/audit/export/xlsx/")
    assert answer.status_code == 400
    assert "narrow the filter" in answer.content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx"])
def test_no_text_of_a_copy_is_a_formula(text: str) -> None:
    assert exports.harmless(text) == f"'{text}"


def concrete_events(base: type[Event] = Event) -> list[type[Event]]:
    """All kinds of events that the programme records."""
    found: list[type[Event]] = []
    for kind in base.__subclasses__():
        leaves = concrete_events(kind)
        is_ours = kind.__module__.startswith("wanhao.")
        found += leaves or ([kind] if is_ours else [])
    return found


def test_every_event_has_its_sentence_in_both_languages() -> None:
    assert apps.ready
    missing = [kind.event_name() for kind in concrete_events() if kind.event_name() not in SENTENCES]
    assert not missing, f"no sentence (sentences.py of the context) for {missing}"
    for sentence in SENTENCES.values():
        assert all(sentence.title)
        assert bool(sentence.detail[0]) == bool(sentence.detail[1])


def test_every_sentence_speaks_of_fields_that_exist() -> None:
    from dataclasses import fields
    from string import Formatter

    kinds = {kind.event_name(): kind for kind in [*concrete_events(), *all_kinds()]}
    for name, sentence in SENTENCES.items():
        known = {field.name for field in fields(kinds[name])}
        used = {part[1] for text in sentence.detail for part in Formatter().parse(text) if part[1]}
        assert used <= known, f"{name}: {used - known}"
        assert set(sentence.labels) <= known, f"{name}: {set(sentence.labels) - known}"


def all_kinds(base: type[Event] = Event) -> list[type[Event]]:
    """Also those that others derive from."""
    return [kind for child in base.__subclasses__() for kind in (child, *all_kinds(child))]


def test_an_old_event_that_nobody_declares_is_still_told() -> None:
    event = StoredEvent(name="doors.DoorOpened", actor="system:doors", data={"door": 1})
    teller = Teller()
    assert (teller.title(event), teller.detail(event)) == ("doors.DoorOpened", "")
    assert teller.actor(event).endswith("doors")
    lacking = StoredEvent(name="contacts.ContactRated", actor="customer:1", data={})
    assert "–" in teller.detail(lacking)
