"""Seals find whatever was done to the trail, also by somebody with all rights in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.foundation.audit.conftest import DoorOpened, open_door, other_writer
from wanhao.foundation.audit import verification
from wanhao.foundation.audit.actions import record, verify
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.audit.models import Seal, StoredEvent, Verification
from wanhao.foundation.audit.months import make_months
from wanhao.foundation.audit.sealing import begin_log_anew, seal_events, seal_log

pytestmark = pytest.mark.usefixtures("trail")
TEST = Actor.system("test")
Problem = Verification.Problem


def record_doors(*numbers: int) -> list[int]:
    """Events that can be sealed."""
    return [record(DoorOpened(number), actor=TEST) for number in numbers]


def tamper(sql: str, *arguments: Any) -> None:
    """Do it as one who owns the database: with the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql, arguments)


def verdict() -> tuple[str, str]:
    """What a verification says."""
    outcome = verify(by=TEST)
    return outcome.problem, outcome.at_fault


@pytest.fixture
def sealed() -> list[int]:
    """Seven events in three seals."""
    numbers = record_doors(1, 2, 3)
    assert seal_events() == 3
    numbers += record_doors(4, 5)
    assert seal_events() == 2
    numbers += record_doors(6, 7)
    assert seal_events() == 2
    return numbers


def test_an_untouched_trail_is_found_well(sealed: list[int]) -> None:
    seen: list[int] = []
    record_doors(8)
    outcome = verify(by=TEST, progress=lambda tally: seen.append(tally.events))
    assert (outcome.problem, outcome.seals, outcome.events, outcome.unsealed) == ("", 3, 7, 1)
    assert seen == [3, 5, 7]
    assert StoredEvent.objects.first().name == "audit.AuditVerified"  # type: ignore[union-attr]
    assert seal_events() == 2
    assert seal_events() == 0, "nothing new, no seal"


COLUMNS = {
    "data": """'{"door_id": 99}'""",
    "actor": "'staff:1'",
    "subject": "'door:2'",
    "name": "'x'",
    "at": "at + interval '1 microsecond'",
    "contact_id": "5",
    "customer_id": "5",
    "unit_id": "5",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_event_is_named(sealed: list[int], column: str) -> None:
    tamper(f"update audit_event set {column} = {COLUMNS[column]} where id = %s", sealed[3])
    assert verdict() == (Problem.EVENT_ALTERED, f"event {sealed[3]}")


def test_the_first_of_several_altered_events_is_named(sealed: list[int]) -> None:
    tamper("update audit_event set actor = 'staff:1' where id in (%s, %s)", sealed[4], sealed[1])
    assert verdict() == (Problem.EVENT_ALTERED, f"event {sealed[1]}")


def test_a_missing_event_is_named(sealed: list[int]) -> None:
    tamper("delete from audit_event where id = %s", sealed[3])
    assert verdict() == (Problem.EVENT_MISSING, f"event {sealed[3]}")


def test_an_event_put_in_afterwards_is_named(sealed: list[int]) -> None:
    xact = StoredEvent.objects.get(id=sealed[1]).xact
    tamper(
        "insert into audit_event (id, name, subject, actor, data, xact)"
        " values (99999, 'x', 'door:9', 'staff:1', '{}', %s)",
        xact,
    )
    assert verdict() == (Problem.EVENT_INSERTED, "event 99999")


def test_an_event_moved_to_another_seal_is_missed_in_its_own(sealed: list[int]) -> None:
    tamper("update audit_event set xact = xact + 1000000 where id = %s", sealed[0])
    assert verdict() == (Problem.EVENT_MISSING, f"event {sealed[0]}")


@pytest.mark.parametrize(
    "change",
    [
        "digests = digests || 'x'",
        "event_ids = event_ids[2:]",
        "below_xact = below_xact + 1",
        "chain = repeat('0', 64)",
    ],
)
def test_an_altered_seal_is_named(sealed: list[int], change: str) -> None:
    seal = Seal.objects.order_by("id")[1]
    tamper(f"update audit_seal set {change} where id = %s", seal.id)
    assert verdict() == (Problem.SEAL_ALTERED, f"seal {seal.id}")


def test_a_seal_taken_out_of_the_middle_breaks_the_chain(sealed: list[int]) -> None:
    _first, second, third = Seal.objects.order_by("id")
    tamper("delete from audit_seal where id = %s", second.id)
    assert verdict() == (Problem.SEAL_ALTERED, f"seal {third.id}")


def test_a_tail_cut_off_with_its_seal_is_found_by_the_file(sealed: list[int]) -> None:
    last = Seal.objects.order_by("id").last()
    assert last is not None
    tamper("delete from audit_seal where id = %s", last.id)
    tamper("delete from audit_event where id >= %s", sealed[5])
    assert verdict() == (Problem.SEAL_MISSING, f"seal {last.chain[:12]}")


def test_seals_of_an_old_key_are_still_verified(sealed: list[int], settings: Any) -> None:
    from dataclasses import replace

    old = settings.WANHAO.secret_keys
    settings.WANHAO = replace(settings.WANHAO, secret_keys=("new:another-secret-of-our-own", *old))
    record_doors(8)
    seal_events()
    assert list(Seal.objects.order_by("id").values_list("key_id", flat=True)) == [*["demo"] * 3, "new"]
    assert verdict() == ("", "")
    settings.WANHAO = replace(settings.WANHAO, secret_keys=("new:another-secret-of-our-own",))
    assert verdict()[0] == Problem.KEY_MISSING


def test_an_open_transaction_holds_the_seal_back_and_is_not_forgotten() -> None:
    with other_writer() as slow:
        open_door(slow, 1)
        record_doors(2)
        assert seal_events() == 0
        slow.commit()
    assert seal_events() == 2
    assert verdict() == ("", "")


def test_seals_are_never_changed(sealed: list[int]) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        Seal.objects.all().delete()


def test_memory_holds_one_seal_at_a_time(sealed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "FETCH", 1)
    assert verdict() == ("", "")


def test_the_log_has_a_line_for_each_seal(sealed: list[int]) -> None:
    heads = [line.split()[3] for line in seal_log().read_text().splitlines()]
    assert heads == list(Seal.objects.order_by("id").values_list("chain", flat=True))


def test_after_a_restore_the_log_begins_anew(sealed: list[int]) -> None:
    last = Seal.objects.order_by("id").last()
    assert last is not None
    tamper("delete from audit_seal where id = %s", last.id)
    tamper("delete from audit_event where id >= %s", sealed[5])
    begin_log_anew()
    assert verdict() == ("", "")
    (kept,) = seal_log().parent.glob("seals-before-*.log")
    assert last.chain in kept.read_text()
    kept.unlink()


def test_months_are_made_beside_running_writers() -> None:
    with other_writer() as writer:
        open_door(writer, 1)
        make_months(date(2031, 11, 30))
        writer.commit()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_event (at, name, subject, actor, data)"
            " values ('2032-02-10', 'x', 'door:1', 'staff:1', '{}') returning tableoid::regclass::text"
        )
        assert cursor.fetchone() == ("audit_event_2032_02",)
    make_months(date(2031, 11, 30))
    with pytest.raises(DatabaseError, match="never changed"):
        StoredEvent.objects.filter(subject="door:1").delete()
    with connection.cursor() as cursor:
        cursor.execute("drop table audit_event_2031_11, audit_event_2031_12, audit_event_2032_01, audit_event_2032_02")
