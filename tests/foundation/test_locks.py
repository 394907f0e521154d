"""A row that was waited for is read as it is then, with what it refers to then."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.accounts import make_staff, make_unit
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.locks import locked, locked_first

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "select count(*) from pg_locks where not granted and locktype in ('transactionid', 'tuple')"


def wait_until_somebody_waits() -> None:
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    pytest.fail("nobody waits for the row")


def read_while_moved(person: Staff, moved: dict[str, Any], read: Callable[[], Staff | None]) -> Staff | None:
    """What another connection reads that began to wait for this person before the change was committed."""

    def other() -> Staff | None:
        try:
            with transaction.atomic():
                return read()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            Staff.objects.filter(pk=person.pk).update(**moved)
            waiting = elsewhere.submit(other)
            wait_until_somebody_waits()
        return waiting.result(timeout=30)


def test_a_relation_changed_meanwhile_is_the_new_one() -> None:
    person, unit = make_staff(), make_unit()
    rows = Staff.objects.select_related("unit")
    found = read_while_moved(person, {"unit": unit}, lambda: locked(rows, person.pk))
    assert found is not None
    assert found.unit == unit


def test_who_is_none_of_them_any_more_is_not_found() -> None:
    person, unit = make_staff(), make_unit()
    here = Staff.objects.filter(unit=person.unit, pk=person.pk).select_related("unit")
    assert read_while_moved(person, {"unit": unit}, lambda: locked_first(here)) is None
    anywhere = Staff.objects.filter(staff_number=person.staff_number).select_related("unit")
    found = read_while_moved(person, {"unit": person.unit}, lambda: locked_first(anywhere))
    assert found is not None
    assert found.unit == person.unit
