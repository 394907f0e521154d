"""Checking the trail: every event against its seal, every seal against the one before and the file outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from wanhao.foundation.audit import rules
from wanhao.foundation.audit.models import Verification
from wanhao.foundation.audit.sealing import ROWS, LogLine, seal_keys, seal_log

FETCH = 2000
SEALS = "select id, key_id, below_xact, event_ids, digests, chain from audit_seal order by below_xact"
Problem = Verification.Problem


class Found(Exception):
    """The first thing that is not as it was sealed."""

    def __init__(self, problem: Problem, at_fault: str) -> None:
        super().__init__(f"{problem}: {at_fault}")
        self.problem = problem
        self.at_fault = at_fault


@dataclass
class Tally:
    """How far the check has come."""

    seals: int = 0
    events: int = 0
    unsealed: int = 0


def check(tally: Tally, progress: Callable[[Tally], None]) -> None:
    """Compare everything; raises Found at the first difference. Reads in a stream: memory holds one seal at a time."""
    keys = seal_keys()
    logged = _log_lines()
    previous = rules.NO_SEAL_BEFORE
    with transaction.atomic(), connection.chunked_cursor() as seals, connection.chunked_cursor() as events:
        seals.execute(SEALS)
        events.execute(ROWS + "order by xact, id")
        rows = _Rows(events)
        for number, key_id, below, ids, digests, chain in _stream(seals):
            content = rules.SealContent(key_id, below, tuple(ids), bytes(digests))
            previous = _check_link(keys, previous, content, (number, chain))
            _check_log(logged, number, below, chain)
            _check_events(keys[key_id], content, rows.below(below))
            tally.seals += 1
            tally.events += len(ids)
            progress(tally)
        if logged:
            raise Found(Problem.SEAL_MISSING, f"seal {logged[min(logged)][:12]}")
        tally.unsealed = sum(1 for _row in rows)


def _check_link(keys: rules.SealKeys, previous: str, content: rules.SealContent, seal: tuple[int, str]) -> str:
    number, chain = seal
    if content.key_id not in keys:
        raise Found(Problem.KEY_MISSING, f"{content.key_id} (seal {number})")
    if rules.link(keys[content.key_id], previous, content) != chain:
        raise Found(Problem.SEAL_ALTERED, f"seal {number}")
    return chain


def _check_log(logged: dict[int, str], number: int, below: int, chain: str) -> None:
    """The file holds the seals that this machine made; each must be in the database."""
    if logged.pop(below, chain) != chain:
        raise Found(Problem.SEAL_ALTERED, f"seal {number}")


def _check_events(key: bytes, content: rules.SealContent, rows: list[rules.Row]) -> None:
    sealed = {number: position for position, number in enumerate(content.event_ids)}
    for row in rows:
        position = sealed.pop(row[0], None)
        if position is None:
            raise Found(Problem.EVENT_INSERTED, f"event {row[0]}")
        if rules.row_digest(key, row) != content.digest_of(position):
            raise Found(Problem.EVENT_ALTERED, f"event {row[0]}")
    if sealed:
        raise Found(Problem.EVENT_MISSING, f"event {min(sealed, key=sealed.__getitem__)}")


class _Rows:
    """The stream of events, taken seal by seal."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._rows = _stream(cursor)
        self._next: rules.Row | None = next(self._rows, None)

    def below(self, xact: int) -> list[rules.Row]:
        """The events that belong under this seal."""
        taken = []
        while self._next is not None and self._next[9] < xact:
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken

    def __iter__(self) -> Iterator[rules.Row]:
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)


def _stream(cursor: CursorWrapper) -> Iterator[Any]:
    while rows := cursor.fetchmany(FETCH):
        yield from rows


def _log_lines() -> dict[int, str]:
    file = seal_log()
    if not file.exists():
        return {}
    with file.open(encoding="ascii", errors="replace") as log:
        lines = (LogLine.read(line) for line in log)
        return {line.below_xact: line.chain for line in lines if line is not None}
