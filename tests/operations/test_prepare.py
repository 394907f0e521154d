"""Before the start: no published password outside demo mode, texts compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from config.environment import DEMO_PASSWORD
from tests.factories.accounts import make_staff
from wanhao.foundation.sign_in.demo_access import demo_password_hash, staff_with_demo_password
from wanhao.operations.launcher.failed import LaunchFailed
from wanhao.operations.prepare import migrate, refuse_demo_passwords
from wanhao.operations.texts import compile_all

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Queue"
msgstr "队列"
"""


@pytest.mark.django_db
def test_outside_demo_mode_the_published_password_is_refused() -> None:
    staff = make_staff()
    refuse_demo_passwords()
    staff.password = demo_password_hash()
    staff.save(update_fields=["password"])
    assert staff.check_password(DEMO_PASSWORD)
    assert staff_with_demo_password() == [staff.staff_number]
    with pytest.raises(LaunchFailed, match=staff.staff_number):
        refuse_demo_passwords()


@pytest.mark.django_db
def test_tables_between_the_steps_that_the_first_migrations_replace_are_refused() -> None:
    said: list[str] = []
    migrate(said.append)
    assert said == []
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'tickets' and name = '0007_everything_around'")
    with pytest.raises(LaunchFailed, match="tickets"):
        migrate(said.append)


@pytest.mark.django_db
def test_tables_that_an_edition_divided_in_another_way_are_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'speech'")
    with pytest.raises(LaunchFailed, match=r"another way.*calls.*speech"):
        migrate(print)


@pytest.mark.django_db
def test_tables_of_an_application_that_has_none_any_more_are_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into django_migrations (app, name, applied) values ('telephony', '0001_initial', now())")
    with pytest.raises(LaunchFailed, match=r"another way: the tables of telephony belong to others now\."):
        migrate(print)


def test_texts_are_compiled_when_they_changed(tmp_path: Path) -> None:
    folder = tmp_path / "wanhao" / "somewhere" / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    assert compile_all(tmp_path) == 1
    assert "队列".encode() in (folder / "django.mo").read_bytes()
    assert compile_all(tmp_path) == 0
