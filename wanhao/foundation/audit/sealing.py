"""Sealing events: digests of all rows below the commit horizon, chained, and the chain's head kept outside too."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wanhao.foundation.audit import rules
from wanhao.foundation.audit.dispatching import next_bound
from wanhao.foundation.audit.models import Seal

LOCK = 7_301_002

ROWS = """
select id, (extract(epoch from at) * 1000000)::bigint, name, subject, actor, contact_id, customer_id, unit_id,
       data::text, xact
from audit_event
"""


def seal_keys() -> rules.SealKeys:
    """This installation's keys for seals."""
    return rules.SealKeys(settings.WANHAO.secret_keys)


def seal_log() -> Path:
    """The chain's heads, outside of the database: whoever cuts off its end does not cut this file."""
    folder: Path = settings.WANHAO.data / "audit"
    return folder / "seals.log"


def seal_events() -> int:
    """Seal everything that is complete and not yet sealed; returns how many events were sealed."""
    sealed = 0
    while count := _seal_once():
        sealed += count
    return sealed


def _seal_once() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = Seal.objects.order_by("-below_xact").first()
        low = last.below_xact if last else 0
        bound = next_bound(low)
        cursor.execute(ROWS + "where xact >= %s and xact < %s order by xact, id", [low, bound])
        rows: list[rules.Row] = cursor.fetchall()
        if not rows:
            return 0
        seal = _make(rows, bound, last.chain if last else rules.NO_SEAL_BEFORE)
        transaction.on_commit(lambda: append_to_log(seal))
    return len(rows)


def _make(rows: list[rules.Row], below_xact: int, previous: str) -> Seal:
    keys = seal_keys()
    key = keys[keys.newest]
    content = rules.SealContent(
        key_id=keys.newest,
        below_xact=below_xact,
        event_ids=tuple(row[0] for row in rows),
        digests=b"".join(rules.row_digest(key, row) for row in rows),
    )
    return Seal.objects.create(
        key_id=content.key_id,
        below_xact=content.below_xact,
        event_ids=list(content.event_ids),
        digests=content.digests,
        chain=rules.link(key, previous, content),
    )


def append_to_log(seal: Seal) -> None:
    """One line for one seal, on the disk before we go on."""
    file = seal_log()
    file.parent.mkdir(parents=True, exist_ok=True)
    line = LogLine(timezone.now().isoformat(timespec="seconds"), seal.below_xact, len(seal.event_ids), seal.chain)
    with file.open("a", encoding="ascii") as log:
        log.write(f"{line}\n")
        log.flush()
        os.fsync(log.fileno())


def begin_log_anew() -> None:
    """After a restore: the seals made since that backup are gone, rightly; keep their file and begin another."""
    file = seal_log()
    if file.exists():
        file.rename(file.with_name(f"seals-before-{timezone.now():%Y%m%d-%H%M%S}.log"))
    last = Seal.objects.order_by("-below_xact").first()
    if last is not None:
        append_to_log(last)


@dataclass(frozen=True)
class LogLine:
    """When, up to which transaction, how many events, the chain's link."""

    at: str
    below_xact: int
    events: int
    chain: str

    def __str__(self) -> str:
        return f"{self.at} {self.below_xact} {self.events} {self.chain}"

    @classmethod
    def read(cls, line: str) -> LogLine | None:
        """A line of the file; None for one that was not written to its end."""
        parts = line.split()
        if len(parts) != 4 or not parts[1].isdigit() or not parts[2].isdigit():
            return None
        return cls(parts[0], int(parts[1]), int(parts[2]), parts[3])
