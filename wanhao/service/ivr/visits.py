"""How callers went through a flow in a period: counted from the one event each walk leaves, never kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from wanhao.service.ivr.models import Flow

WALKED = "calls.MenuWalked"
MOST_DAYS = 92

# Each call once for every step it came to: those it took, and the one it ended at.
STEPS = """
with walk as (
    select id, data, data->>'at' as last_step, data->>'end' = 'left' as has_left,
           data->>'end' = 'voice_message'
           or ((data->>'was_served')::boolean and data->>'end' not in ('queue', 'callback')) as is_contained
      from audit_event
     where name = %(name)s and data->>'flow' = %(flow)s and at >= %(begin)s and at < %(end)s
       and (%(version)s::int is null or (data->>'version')::int = %(version)s)
), come as (
    select distinct id, last_step, has_left, is_contained, split_part(taken, ':', 1) as step
      from walk, jsonb_array_elements_text(data->'steps' || jsonb_build_array(last_step)) taken
)
select step, count(*), count(*) filter (where has_left and step = last_step), count(*) filter (where is_contained)
  from come where step <> '' group by step
"""
WAYS = """
select split_part(taken, ':', 1), nullif(split_part(taken, ':', 2), ''), count(*)
  from audit_event, jsonb_array_elements_text(data->'steps') taken
 where name = %(name)s and data->>'flow' = %(flow)s and at >= %(begin)s and at < %(end)s
   and (%(version)s::int is null or (data->>'version')::int = %(version)s)
 group by 1, 2
"""


HEARD = """
select announcement::bigint, count(*)
  from audit_event, jsonb_array_elements_text(data->'announcements') announcement
 where name = %(name)s and at >= %(begin)s group by 1
"""


@dataclass(frozen=True)
class StepVisits:
    """Of one step: calls that came to it, that hung up at it, that got what they wanted without a person."""

    visits: int
    left: int
    contained: int


@dataclass(frozen=True)
class Visits:
    """Of a whole flow; `ways` counts what led on from each step by `step:word`."""

    calls: int = 0
    steps: dict[str, StepVisits] = field(default_factory=dict)
    ways: dict[str, int] = field(default_factory=dict)


def visits(flow: Flow, *, begin: datetime, end: datetime, version: int | None = None) -> Visits:
    """Visits, drop-outs and containment of each step; test calls leave no event and are not counted."""
    asked = {"name": WALKED, "flow": flow.code, "begin": begin, "end": end, "version": version}
    steps = {row[0]: StepVisits(*row[1:]) for row in _rows(STEPS, asked)}
    ways = {f"{step}:{word or 'next'}": count for step, word, count in _rows(WAYS, asked)}
    return Visits(max((step.visits for step in steps.values()), default=0), steps, ways)


def calls_that_heard(begin: datetime) -> dict[int, int]:
    """How many calls heard each announcement (by row number) since a moment."""
    return dict(_rows(HEARD, {"name": WALKED, "begin": begin}))


def _rows(query: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
