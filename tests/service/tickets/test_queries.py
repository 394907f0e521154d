"""Tickets are found by number and words, within reach, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.factories.accounts import make_staff
from tests.factories.customers import make_party
from tests.factories.tickets import make_category, make_ticket
from wanhao.common.errors import NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.service.tickets import actions, queries, rules
from wanhao.service.tickets.models import Ticket
from wanhao.service.tickets.queries import TicketFilter

pytestmark = pytest.mark.django_db


def found(viewer: Staff, **wanted: object) -> list[Ticket]:
    return queries.found_tickets(viewer, TicketFilter(**wanted))  # type: ignore[arg-type]


def test_chinese_words_of_two_characters_are_found() -> None:
    staff = make_staff()
    first = make_ticket(staff, text="客户反映晚上网速很慢，Wi-Fi 正常")
    make_ticket(staff, text="账单错误：多收一个月")
    assert found(staff, term="网速") == [first]
    assert found(staff, term="wi-fi 慢") == [first]
    assert found(staff, term="速网") == []  # the pairs must follow each other
    assert found(staff, term=first.number.lower()) == [first]


def test_the_database_makes_the_same_pairs_as_the_rules() -> None:
    for text in ("宽带断网", "A  b\n宽", "x", "", "ÄÖ 网速"):
        with connection.cursor() as cursor:
            cursor.execute("select ticket_bigrams(%s)", [text])
            pairs = (cursor.fetchone() or ())[0]
        assert sorted(pairs) == rules.bigrams(text), text


def test_the_search_uses_its_index() -> None:
    rows = Ticket.objects.filter(queries.words_by_index("网速"))
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "ticket_text_search" in rows.explain()


def test_lists_are_narrowed_and_paged() -> None:
    staff = make_staff()
    top = make_category("broadband")
    leaf = make_category(parent=top)
    tickets = [make_ticket(staff, category=leaf, kind="fault") for _ in range(4)]
    other = make_ticket(staff, severity="major")
    assert found(staff, category="broadband") == tickets[::-1]
    assert found(staff, kind="fault", before_id=tickets[2].pk) == [tickets[1], tickets[0]]
    assert found(staff, severity="major") == [other]
    assert len(queries.found_tickets(staff, TicketFilter(), limit=2)) == 2
    actions.resolve_ticket(other.pk, version=1, solution="好了", by=staff)
    assert found(staff, status="unfinished", severity="major") == []
    assert found(staff, status="resolved") == [other]
    assert len(found(staff, overdue_at=tickets[0].due_at + timedelta(hours=1))) == 4
    assert found(staff, owner=staff.staff_number, overdue_at=tickets[0].opened_at) == []


def test_reach() -> None:
    owner = make_staff()
    ticket = make_ticket(owner, customer_id=make_party(region=owner.unit.region).pk)
    leader = make_staff(Role.TEAM_LEADER, unit=owner.unit)
    assert queries.may_change(ticket.pk, leader)
    for stranger in (make_staff(), make_staff(Role.PLANNER, unit=owner.unit)):
        assert found(stranger) == []
        assert not queries.may_change(ticket.pk, stranger)
        with pytest.raises(NotFound):
            queries.ticket(ticket.number, stranger)


def test_my_open_tickets_come_by_due_time() -> None:
    staff = make_staff()
    later = make_ticket(staff, category=make_category(due_hours=48))
    sooner = make_ticket(staff, category=make_category(due_hours=1))
    actions.close_ticket(make_ticket(staff).pk, version=1, reason="误开", by=staff)
    make_ticket()
    assert queries.my_open_tickets(staff) == [sooner, later]


def test_a_customers_tickets() -> None:
    party = make_party()
    staff = make_staff(unit=party.region)
    first, second = make_ticket(staff, customer_id=party.pk), make_ticket(staff, customer_id=party.pk)
    make_ticket(staff)
    assert queries.tickets_of_customer(party.pk, staff) == [second, first]
    assert queries.tickets_of_customer(party.pk, staff, before=second.opened_at) == [first]
    actions.close_ticket(second.pk, version=1, reason="误开", by=staff)
    assert queries.open_tickets_of_customer(party.pk, staff) == [first]


def test_leaves_of_the_tree_carry_the_names_above_them() -> None:
    top = make_category("net", name_en="Network")
    make_category("slow", parent=top, name_en="Slow")
    hidden = make_category("old", parent=top)
    hidden.is_active = False
    hidden.save()
    make_category("bill", name_en="Bill")
    labels = {leaf.code: leaf for leaf in queries.category_leaves()}
    assert set(labels) == {"slow", "bill"}
    assert len(labels["slow"].path) == 2
