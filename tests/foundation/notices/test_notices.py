"""Notices: told at once, read by their person only, in their language."""

from __future__ import annotations

import json

import pytest

from tests.factories.accounts import make_staff, signed_in
from tests.factories.notices import make_notice
from tests.foundation.live.streaming import Stream
from tests.serving import serving, signed_in_cookie
from wanhao.common.errors import NotFound
from wanhao.foundation.notices import actions, queries
from wanhao.foundation.notices.models import Notice


@pytest.mark.django_db
def test_a_notice_is_unread_until_its_person_read_it() -> None:
    person, other = make_staff(), make_staff()
    notice = make_notice(person)
    make_notice(person)
    assert queries.unread(person).count() == 2
    with pytest.raises(NotFound):
        actions.mark_read(notice.public_id, by=other)
    first = actions.mark_read(notice.public_id, by=person).read_at
    assert actions.mark_read(notice.public_id, by=person).read_at == first
    assert queries.unread(person).count() == 1
    assert actions.mark_all_read(by=person) == 1
    assert queries.unread(person).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "tickets/1"])
def test_a_notice_leads_to_pages_of_ours_only(link: str) -> None:
    with pytest.raises(ValueError, match="a page of ours"):
        make_notice(link=link)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "text"), [("zh-hans", "工单 7 转给了您"), ("en", "Ticket 7 is yours")])
def test_the_bell_speaks_the_readers_language(language: str, text: str) -> None:
    person = make_staff(language=language)
    make_notice(person, number=7)
    bell = signed_in(person).get("/notices/bell/").content.decode()
    assert text in bell
    assert text in signed_in(person).get("/notices/").content.decode()


@pytest.mark.django_db
def test_what_came_since_is_said_aloud_once() -> None:
    person = make_staff()
    old = make_notice(person)
    browser = signed_in(person)
    assert "HX-Trigger" not in browser.get("/notices/bell/state/", {"after": old.pk})
    new = make_notice(person, number=8, level=Notice.Level.ALARM)
    answer = browser.get("/notices/bell/state/", {"after": old.pk})
    assert json.loads(answer["HX-Trigger"]) == {"wanhao:toast": {"text": "Ticket 8 is yours", "level": "error"}}
    assert f'value="{new.pk}"' in answer.content.decode()


@pytest.mark.django_db
def test_reading_leads_on() -> None:
    person = make_staff()
    notice = make_notice(person, link="/tickets/?mine=yes")
    answer = signed_in(person).post(f"/notices/{notice.public_id}/reading/")
    assert answer["Location"] == "/tickets/?mine=yes"
    assert queries.unread(person).count() == 0


@pytest.mark.django_db
def test_the_list_goes_on_page_by_page() -> None:
    person = make_staff()
    for number in range(60):
        make_notice(person, number=number)
    browser = signed_in(person)
    first = browser.get("/notices/")
    assert "Ticket 59 is yours" in first.content.decode()
    assert "Ticket 9 is yours" not in first.content.decode()
    second = browser.get("/notices/", {"before": first.context["more"]})
    expected = [f"Ticket {number} is yours" for number in range(9, -1, -1)]
    assert [row.text_en for row in second.context["rows"]] == expected
    assert second.context["more"] is None


@pytest.mark.django_db(transaction=True)
def test_the_bell_hears_at_once() -> None:
    person = make_staff()
    with serving() as port:
        stream = Stream(port, "notices:me", signed_in_cookie(person))
        stream.event()
        make_notice(make_staff())
        make_notice(person)
        assert stream.event() == ("live", {"topics": ["notices:me"]})
        stream.close()
