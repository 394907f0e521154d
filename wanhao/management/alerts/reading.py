"""How each figure is read: one question for all queues."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.processes import queries as processes
from wanhao.management.alerts.figures import Of, Row, Unit, add, figure, largest, over_usual, percentage
from wanhao.management.alerts.rules import Comparison
from wanhao.service.callbacks import queries as callbacks
from wanhao.service.calls import queries as calls
from wanhao.service.routing import queries as routing
from wanhao.service.routing.queries import Left

WEEKS_BACK, DAYS_BACK, LEAST_WEEKS = 8, 14, 3
KEPT_SECONDS = 60.0
WEEKEND = 5


def of_queues(counts: dict[int, tuple[float, float]]) -> list[Row]:
    """A row for every queue in use; queues without a count have zero."""
    rows = []
    for queue, unit_path in routing.watched_queues().items():
        numerator, denominator = counts.get(queue, (0.0, 0.0))
        rows.append(Row(Of.QUEUE, str(queue), unit_path, numerator, denominator))
    return rows


def waiting(_minutes: int) -> list[Row]:
    """How many wait."""
    return of_queues({queue: (many, 0) for queue, (many, _longest) in routing.waits_by_queue().items()})


def longest_wait(_minutes: int) -> list[Row]:
    """How long the first has waited."""
    return of_queues({queue: (longest, 0) for queue, (_many, longest) in routing.waits_by_queue().items()})


def left(minutes: int) -> dict[int, Left]:
    """What became of those who left in the last minutes."""
    return routing.left_since(timezone.now() - timedelta(minutes=minutes))


def service_level(minutes: int) -> list[Row]:
    """Answered within the limit ÷ finished."""
    return of_queues({queue: (one.in_limit, one.finished) for queue, one in left(minutes).items()})


def connection_rate(minutes: int) -> list[Row]:
    """Answered ÷ finished."""
    return of_queues({queue: (one.answered, one.finished) for queue, one in left(minutes).items()})


def abandoned_share(minutes: int) -> list[Row]:
    """Abandoned ÷ finished."""
    return of_queues({queue: (one.abandoned, one.finished) for queue, one in left(minutes).items()})


def agents_ready(_minutes: int) -> list[Row]:
    """Ready agents: of each queue, and of each unit, where an agent of several queues counts once."""
    rows = of_queues({queue: (many, 0) for queue, many in routing.ready_by_queue().items()})
    return rows + [Row(Of.UNIT, path, path, many) for path, many in routing.ready_by_unit().items()]


def callbacks_overdue(_minutes: int) -> list[Row]:
    """Open callbacks not dialled yet whose promised moment has passed."""
    return of_queues({queue: (one.overdue, 0) for queue, one in callbacks.open_by_queue().items()})


def silent_processes(_minutes: int) -> list[Row]:
    """How long each process that should be alive has been silent."""
    now = timezone.now()
    rows = [Row(Of.PROCESS, one.name, "", (now - one.beat_at).total_seconds()) for one in processes.running()]
    nodes = calls.silent_seconds_of_nodes()
    return rows + [Row(Of.PROCESS, f"telephony · {name}", "", silent) for name, silent in nodes.items()]


def arrivals(minutes: int) -> list[Row]:
    """Arrivals of the last minutes, with those of the same minutes on comparable days."""
    now = timezone.now()
    length = timedelta(minutes=minutes)
    (counts,) = routing.arrived_in([(now - length, now)])
    history = _history(now, length)
    return [
        Row(Of.QUEUE, str(queue), unit_path, counts.get(queue, 0), 0, {"samples": history.get(queue)})
        for queue, unit_path in routing.watched_queues().items()
    ]


History = dict[int, list[int]]
_kept: dict[int, tuple[float, History]] = {}


def _history(now: datetime, length: timedelta) -> History:
    """Queue → counts of comparable spans; read again once a minute."""
    key = int(length.total_seconds())
    read_at, history = _kept.get(key, (0.0, {}))
    if not history or time.monotonic() - read_at > KEPT_SECONDS:
        history = comparable(now, length)
        _kept[key] = (time.monotonic(), history)
    return history


def comparable(now: datetime, length: timedelta) -> History:
    """Counts of the same span of the day: on the same weekdays of eight weeks, or, while the house is younger, on the
    working days or free days of two weeks."""
    first = routing.first_arrivals()
    if not first:
        return {}
    oldest = min(first.values())
    weeks = [now - timedelta(weeks=number) for number in range(1, WEEKS_BACK + 1)]
    ends = [end for end in weeks if end - length >= oldest]
    if len(ends) < LEAST_WEEKS:
        days = [now - timedelta(days=number) for number in range(1, DAYS_BACK + 1)]
        ends = [end for end in days if end - length >= oldest and _is_free(end) == _is_free(now)]
    if not ends:
        return {}
    found = routing.arrived_in([(end - length, end) for end in ends])
    return {queue: [counts.get(queue, 0) for counts in found] for queue in first}


def _is_free(at: datetime) -> bool:
    return timezone.localtime(at).weekday() >= WEEKEND


BELOW = Comparison.BELOW
figure("waiting", _("Contacts waiting"), Unit.COUNT, waiting, add)
figure("longest_wait", _("Longest wait"), Unit.SECONDS, longest_wait, largest)
figure("service_level", _("Service level"), Unit.PERCENT, service_level, percentage, comparison=BELOW, has_window=True)
figure("connection", _("Connection rate"), Unit.PERCENT, connection_rate, percentage, comparison=BELOW, has_window=True)
figure("abandoned", _("Abandoned share"), Unit.PERCENT, abandoned_share, percentage, has_window=True)
figure("agents_ready", _("Agents ready"), Unit.COUNT, agents_ready, add, comparison=BELOW, has_unit_rows=True)
figure("callbacks_overdue", _("Callbacks overdue"), Unit.COUNT, callbacks_overdue, add)
figure("arrivals", _("Arrivals above the usual"), Unit.SPREADS, arrivals, over_usual, has_window=True)
figure("process_silent", _("A process is silent"), Unit.SECONDS, silent_processes, largest, is_of_processes=True)
