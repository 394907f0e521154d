"""How often one may do something: counted in the database, so that all web processes count together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.utils.translation import ngettext

from wanhao.common.errors import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

COUNT = """
insert into limits_ratecount as now_counted (key, began_at, count) values (%(key)s, clock_timestamp(), 1)
on conflict (key) do update set
    count = case when now_counted.began_at < clock_timestamp() - %(window)s * interval '1 second'
                 then 1 else now_counted.count + 1 end,
    began_at = case when now_counted.began_at < clock_timestamp() - %(window)s * interval '1 second'
                    then clock_timestamp() else now_counted.began_at end
returning count, greatest(1, ceil(extract(epoch from began_at - clock_timestamp()) + %(window)s))::int
"""
LONGEST_SECONDS = 86_400  # counts of windows that began before are forgotten
View = TypeVar("View", bound=Callable[..., Any])


class TooOften(Refused):
    """Done too often; the message says how long to wait."""

    status = 429
    code = "too_often"


@dataclass(frozen=True)
class Rate:
    """At most `times` within `seconds`, a day at most."""

    name: str
    times: int
    seconds: int

    def __post_init__(self) -> None:
        if self.seconds > LONGEST_SECONDS:
            raise ValueError(f"the window of {self.name} is longer than its counts are kept")


def seconds_to_wait(rate: Rate, who: str) -> int:
    """Count one more; 0 while within the rate, else the seconds until the next window."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": f"{rate.name}:{who}"[:120], "window": rate.seconds})
        row = cursor.fetchone()
    assert row is not None  # an insert returning gives one row
    return int(row[1]) if row[0] > rate.times else 0


def address_of(request: HttpRequest) -> str:
    """Where the request came from, as the server in front says when there is one: whom to count before sign-in."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter(request).get_client_ip(request))


def count_or_refuse(rate: Rate, who: str) -> None:
    """Count one more; raises TooOften beyond the rate."""
    wait = seconds_to_wait(rate, who)
    if wait:
        raise TooOften(sentence(wait))


def sentence(wait: int) -> str:
    """What the person is told."""
    text = ngettext(
        "That was too often. Wait %(n)s second and try again.",
        "That was too often. Wait %(n)s seconds and try again.",
        wait,
    )
    return text % {"n": wait}


def forget(at: datetime) -> None:
    """Delete counts whose window is over, whatever its length."""
    from wanhao.foundation.limits.models import RateCount

    RateCount.objects.filter(began_at__lt=at - timedelta(seconds=LONGEST_SECONDS)).delete()


def at_most(times: int, *, seconds: int, name: str) -> Callable[[View], View]:
    """Mark a view: each person may ask for it so often; the gate counts. Views of one name count together."""

    def mark(view: View) -> View:
        view.rate = Rate(name, times, seconds)  # type: ignore[attr-defined]
        return view

    return mark
