"""Pages of the list: filters, a new entry, acts whose typing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories.accounts import make_staff, signed_in
from tests.factories.changes import make_entry
from tests.factories.help import make_help
from wanhao.foundation.accounts.rights import Role
from wanhao.management.changes.models import Entry

pytestmark = pytest.mark.django_db


def test_the_list_is_narrowed_and_marks_what_is_overdue() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    late = make_entry(leader, title="套餐降档")
    Entry.objects.update(due_on=localdate() - timedelta(days=1))
    make_entry(leader, title="携号转网")
    client = signed_in(leader)
    html = client.get(reverse("changes:list")).content.decode()
    assert "overdue" in html
    rows = client.get(reverse("changes:list"), {"overdue": "yes"}).context["rows"]
    assert [row["entry"].pk for row in rows] == [late.pk]
    assert len(client.get(reverse("changes:list"), {"term": "转网"}).context["rows"]) == 1
    assert client.get(reverse("changes:list"), {"status": "closed"}).context["rows"] == []
    assert "No entry fits" in client.get(reverse("changes:list"), {"status": "closed"}).content.decode()


def test_a_new_entry_from_a_help_request() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    asked = make_help(make_staff(unit=leader.unit), text="赠送的话费退吗")
    client = signed_in(leader)
    address = reverse("changes:new") + f"?help={asked.public_id}"
    assert "赠送的话费退吗" in client.get(address).content.decode()
    wrong = client.post(address, {"title": "", "owner": leader.staff_number, "due_on": "2020-01-01"})
    assert wrong.status_code == 422
    typed = {"title": "退费", "topic": "refund", "owner": leader.staff_number, "due_on": localdate().isoformat()}
    assert client.post(address, typed).status_code == 302
    assert list(Entry.objects.get().requests.all()) == [asked]


def test_an_act_that_is_refused_keeps_what_was_typed() -> None:
    one = make_entry()
    assert one.opened_by is not None
    client = signed_in(one.opened_by)
    page = client.get(reverse("changes:entry", args=[one.public_id]), {"do": "answer"}).content.decode()
    assert 'name="result"' in page
    address = reverse("changes:act", args=[one.public_id, "answer"])
    refused = client.post(address, {"version": "7", "result": "满一年可降"})
    assert refused.status_code == 409
    assert "满一年可降" in refused.content.decode()
    assert client.post(address, {"version": "1", "result": "满一年可降"}).status_code == 302


def test_readers_comment_and_do_not_act() -> None:
    one = make_entry()
    planner = make_staff(Role.PLANNER, unit=one.unit)
    client = signed_in(planner)
    page = client.get(reverse("changes:entry", args=[one.public_id]))
    assert page.context["acts"] == []
    assert client.post(reverse("changes:comment", args=[one.public_id]), {"text": "已阅"}).status_code == 302
    assert client.post(reverse("changes:comment", args=[one.public_id]), {"text": ""}).status_code == 422
