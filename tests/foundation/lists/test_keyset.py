"""Pages hold what fits, once and in order, whether it is found near by or gathered from all that fit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils.timezone import now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.tickets import make_category, make_ticket
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.lists import keyset, totals
from wanhao.foundation.lists.keyset import numbers_of, page_of
from wanhao.foundation.lists.spec import SPECS, Asked, Sort
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db
AT = now()


@pytest.fixture
def staff() -> Staff:
    """Twelve tickets in the house of one person: every third is major, some without a due time, some due together."""
    person, category = make_staff(), make_category()
    for place in range(12):
        words = "光猫红灯，宽带断网" if place % 4 == 0 else "账单有疑问 宽带" if place % 2 else "信号弱"
        ticket = make_ticket(person, text=words, severity="major" if place % 3 == 0 else "ordinary", category=category)
        due = None if place % 5 == 3 else AT + timedelta(hours=-place // 2)
        Ticket.objects.filter(pk=ticket.pk).update(due_at=due, opened_at=AT - timedelta(hours=place % 3))
    return person


def paged(asked: Asked, sort: Sort, size: int) -> list[int]:
    """All pages of the list of tickets, one after the other."""
    spec, found, after = SPECS["tickets"], [], ""
    while True:
        page = page_of(spec.rows(asked), sort, after, size, spec.by_index(asked))
        found += [row.pk for row in page.rows]
        after = page.next_key
        if not after:
            return found


def in_order(rows: list[Ticket], field: str) -> list[int]:
    """The order in plain Python: empty values last, rows of the same value by their number."""
    name, is_down = field.removeprefix("-"), field.startswith("-")
    given = [row for row in rows if getattr(row, name) is not None]
    empty = [row for row in rows if getattr(row, name) is None]
    given.sort(key=lambda row: (getattr(row, name), row.pk), reverse=is_down)
    empty.sort(key=lambda row: row.pk, reverse=is_down)
    return [row.pk for row in (*given, *empty)]


@pytest.mark.parametrize("values", [{}, {"severity": "major"}])
def test_both_ways_give_the_same_pages(staff: Staff, monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    fitting = [row for row in Ticket.objects.all() if row.severity == values.get("severity", row.severity)]
    asked = Asked(staff, values)
    for near in (0, 2, 5, 30_000):  # rows looked at one by one before all that fit are gathered
        monkeypatch.setattr(keyset, "NEAR", near)
        for field in ("-pk", "pk", "due_at", "-due_at", "opened_at", "-opened_at"):
            sort, expected = Sort("x", "x", field), in_order(fitting, field)
            assert paged(asked, sort, 2) == expected, (near, field)
            assert paged(asked, sort, 5) == expected, (near, field)
            assert list(numbers_of(SPECS["tickets"].rows(asked), sort, Q())) == expected, field


def test_words_are_found_both_ways(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    newest, stranger = Sort("x", "x", "-pk"), make_staff(unit=make_unit())
    texts = list(Ticket.objects.order_by("-pk").values_list("pk", "text"))
    for near in (0, 4, 10_000):
        monkeypatch.setattr(keyset, "NEAR_BY_WORDS", near)
        for term in ("宽带", "宽带 光猫", "光猫红灯", "账单有疑问 宽带", "灯", "火星基站", "宽带账单"):
            expected = [pk for pk, text in texts if all(word in text for word in term.split())]
            assert paged(Asked(staff, {}, term), newest, 2) == expected, (near, term)
        assert paged(Asked(stranger, {}, "宽带"), newest, 2) == []  # beyond their reach


def test_a_page_of_few_counts_all_that_fit(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyset, "NEAR", 2)
    rows, sort = SPECS["tickets"].rows(Asked(staff, {"severity": "major"})), Sort("x", "x", "-pk")
    page = page_of(rows, sort, "", 3)
    assert (len(page.rows), page.total, bool(page.next_key)) == (3, 4, True)
    assert totals.total_of(rows, page, Q(), is_all=False) == totals.Total(4)


def test_a_total_is_exact_or_says_that_it_is_not(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, sort = SPECS["tickets"].rows(Asked(staff, {})), Sort("x", "x", "-pk")
    page = page_of(rows, sort, "", 5)
    assert page.total is None  # a full page near by: nobody counted
    assert totals.total_of(rows, page, Q(), is_all=False) == totals.Total(12)
    monkeypatch.setattr(totals, "planned", lambda rows: 3)
    monkeypatch.setattr(totals, "COUNTED", 4)
    assert totals.total_of(rows, page, Q(), is_all=False) == totals.Total(8, is_more=True)
    monkeypatch.setattr(totals, "planned", lambda rows: 123_456)
    assert totals.total_of(rows, page, Q(), is_all=False) == totals.Total(120_000, is_about=True)
