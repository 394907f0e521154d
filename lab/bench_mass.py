"""A vote number under a storm of short calls beside the hotline: does the hotline notice, does every vote count?"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

import click

from lab import sipp
from lab.bench_calls import percentile, seconds_of, show
from lab.invented_customers import mobile
from lab.own_house import OwnHouse

HOTLINE_RATE = 5
LISTEN_MS = 4000
VOTE = "95001"
LINES = 30
MOST_RATIO = 1.2
HEAR_OF_IT_SECONDS = 30.0
SMALLEST_MS = 5.0  # below this a ratio of two set-up times says nothing


@dataclass(frozen=True)
class Figures:
    """What a run came to; set-up times (INVITE to 200) of the hotline in milliseconds."""

    offered: int
    accepted: int
    busy: int
    counted: int
    counted_twice: int
    busy_reported: int
    hotline_calls_quiet: int
    hotline_calls_storm: int
    hotline_failed: int
    quiet_p50: float
    quiet_p95: float
    storm_p50: float
    storm_p95: float
    ratio_p95: float

    @property
    def missed(self) -> list[str]:
        """Stated limits that were not held."""
        limits = {
            "every accepted vote counted once": self.counted == self.accepted and not self.counted_twice,
            "every call accepted or told busy": self.accepted + self.busy == self.offered,
            "every busy call reported": self.busy_reported == self.busy,
            "no call of the hotline failed": self.hotline_failed == 0,
            f"hotline answered within {MOST_RATIO} × of its quiet run (p95)": self.ratio_p95 <= MOST_RATIO,
        }
        return [limit for limit, is_held in limits.items() if not is_held]


def open_poll() -> int:
    """A vote with one question, on the air; its row number."""
    from django.utils.timezone import now

    from wanhao.foundation.accounts.models import Unit
    from wanhao.service.votes.models import Choice, Poll, Question

    poll = Poll.objects.create(
        code="bench",
        number=VOTE,
        name_zh="压测投票",
        name_en="Bench vote",
        unit=Unit.objects.get(code="dj-centre"),
        greeting="欢迎参加投票。",
        thanks="谢谢。",
        opens_at=now() - timedelta(minutes=1),
        closes_at=now() + timedelta(hours=1),
        most_lines=LINES,
    )
    question = Question.objects.create(poll=poll, text="同意请按1，不同意请按2。")
    for key, name in (("1", "同意"), ("2", "不同意")):
        Choice.objects.create(question=question, key=key, name_zh=name, name_en=name)
    return poll.pk


def hotline(house: OwnHouse, seconds: int) -> tuple[list[float], int]:
    """Call the hotline steadily; set-up times in milliseconds and how many calls failed."""
    calls = HOTLINE_RATE * seconds
    people = sipp.diallers(house.sip_server, [mobile(n % 2000 + 1) for n in range(calls)], listen_ms=LISTEN_MS)
    people.start("-m", str(calls), "-r", str(HOTLINE_RATE))
    try:
        people.wait(seconds + 60)
    finally:
        people.stop()
    begun = {words[1]: seconds_of(words) for words in people.said("dialled")}
    times = [(seconds_of(words) - begun[words[1]]) * 1000 for words in people.said("answered")]
    return times, calls - len(times)


def measure(house: OwnHouse, *, seconds: int, rate: int) -> Figures:
    """A quiet run, then the same under the storm."""
    poll_id = open_poll()
    time.sleep(HEAR_OF_IT_SECONDS / 2)  # telephony reads its polls every few seconds and speaks their texts
    quiet, quiet_failed = hotline(house, seconds)
    offered = rate * seconds
    storm = sipp.voters(house.sip_server, [f"122{n:08}" for n in range(offered)], called=VOTE, digit="1")
    storm.start("-m", str(offered), "-r", str(rate), "-l", str(offered))
    try:
        under_storm, storm_failed = hotline(house, seconds)
        storm.wait(120)
    finally:
        storm.stop()
    accepted, busy = len(storm.said("accepted")), len(storm.said("busy"))
    counted, twice, reported = count(poll_id, busy)
    quiet_p95, storm_p95 = percentile(quiet, 95), percentile(under_storm, 95)
    return Figures(
        offered=offered,
        accepted=accepted,
        busy=busy,
        counted=counted,
        counted_twice=twice,
        busy_reported=reported,
        hotline_calls_quiet=len(quiet),
        hotline_calls_storm=len(under_storm),
        hotline_failed=quiet_failed + storm_failed,
        quiet_p50=percentile(quiet, 50),
        quiet_p95=quiet_p95,
        storm_p50=percentile(under_storm, 50),
        storm_p95=storm_p95,
        ratio_p95=storm_p95 / max(quiet_p95, SMALLEST_MS),
    )


def count(poll_id: int, busy: int) -> tuple[int, int, int]:
    """Ballots, ballots of a caller beyond the first, and busy calls reported (waited for)."""
    from django.db.models import Count, Sum

    from wanhao.service.votes.models import Ballot, Unheard

    deadline = time.monotonic() + HEAR_OF_IT_SECONDS
    reported = 0
    while reported < busy and time.monotonic() < deadline:
        time.sleep(1)
        reported = Unheard.objects.filter(poll_id=poll_id, reason="busy").aggregate(sum=Sum("calls"))["sum"] or 0
    ballots = Ballot.objects.filter(poll_id=poll_id)
    found = ballots.aggregate(all=Count("pk"), callers=Count("caller_index", distinct=True))
    return found["all"], found["all"] - found["callers"], reported


@click.command(help=__doc__)
@click.option("--seconds", default=60, show_default=True, help="How long the storm lasts, and the quiet run before it.")
@click.option("--rate", default=50, show_default=True, help="Calls a second to the vote number.")
def main(seconds: int, rate: int) -> None:
    """Quiet hotline, then hotline beside a vote."""
    with OwnHouse() as house:
        house.adopt()
        figures = measure(house, seconds=seconds, rate=rate)
    show(figures)
