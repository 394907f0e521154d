"""A round of mining: asked for, run by the worker, its themes and tickets written down, news told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.notices.actions import News, notify_all
from wanhao.management.improvement import events, theme_queries
from wanhao.management.improvement.mining import rounds
from wanhao.management.improvement.mining.rounds import Known, Text, Wish
from wanhao.management.improvement.models import MiningPolicy, MiningRun, Theme, ThemeTicket
from wanhao.service.tickets.figures import tickets_opened

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket

MINER = Actor.system("mining")
STRANDED_AFTER = timedelta(minutes=30)
NAMED = 5  # new themes named in a notice
State = MiningRun.State
log = structlog.get_logger(__name__)


class Stopped(Exception):
    """Somebody stopped the round while it ran."""


@transaction.atomic
def ask_for_mining(*, by: Staff) -> MiningRun:
    """Have the themes found now and not only tonight; a job does it and tells who asked."""
    if not by.may(Right.KEEP_IMPROVEMENTS):
        raise Forbidden(_("You do not keep themes and improvements."))
    run = begin_run(by)
    if run is None:
        raise NotAllowed(_("Themes are being mined already."))
    record(events.MiningAsked(mining_id=run.pk), actor=by, unit=by.unit_id)
    from wanhao.management.improvement import jobs  # the job calls run_mining() below

    transaction.on_commit(lambda: jobs.mine_themes.defer(run_id=run.pk))
    return run


@transaction.atomic
def stop_mining(*, by: Staff) -> MiningRun:
    """End the round that waits or runs; nothing of it is kept, what was known stays."""
    if not by.may(Right.KEEP_IMPROVEMENTS):
        raise Forbidden(_("You do not keep themes and improvements."))
    run = MiningRun.objects.select_for_update().filter(ended_at=None).first()
    if run is None:
        raise NotAllowed(_("No search for themes is under way."))
    run.state, run.ended_at = State.STOPPED, now()
    run.save(update_fields=["state", "ended_at"])
    record(events.MiningStopped(mining_id=run.pk), actor=by, unit=by.unit_id)
    return run


def begin_run(by: Staff | None, at: datetime | None = None) -> MiningRun | None:
    """A round to be run; None while there is one."""
    try:
        with transaction.atomic():
            return MiningRun.objects.create(asked_by=by, asked_at=at or now())
    except IntegrityError:
        return None


def run_mining(run_id: int) -> None:
    """Read, find, write down; does nothing for a round that has ended."""
    run = MiningRun.objects.select_related("asked_by").filter(pk=run_id, state=State.WAITING).first()
    if run is None:
        return
    try:
        mine(run)
    except Stopped:
        log.info("mining was stopped", run=run.pk)
    except Exception as error:
        log.exception("mining failed", run=run.pk)
        _fail(run, type(error).__name__)


def mine(run: MiningRun, at: datetime | None = None) -> MiningRun:
    """One round over the tickets opened before a moment; raises Stopped when somebody ended it meanwhile."""
    at = at or now()
    policy = theme_queries.policy()
    run.since = at - timedelta(days=policy.window_days)
    wish = Wish(least_texts=policy.least_texts, place_from=policy.likeness_percent / 100)
    numbers = {"least_texts": wish.least_texts, "place_from": wish.place_from, "group_from": wish.group_from}
    _note(run, state=State.RUNNING, began_at=at, since=run.since, parameters=numbers)
    known = [Known(one.pk, one.name, one.keywords) for one in Theme.objects.order_by("pk")]
    texts = texts_to_read(run.since, at, known, policy)
    _note(run, percent=10, left=left_over(run.since, at, policy))
    found = rounds.mine(texts, known, wish, tuple(_names()), lambda percent: _note(run, percent=percent))
    return _write_down(run.pk, found, sum(one.theme == 0 for one in texts), at)


def texts_to_read(since: datetime, until: datetime, known: Iterable[Known], policy: MiningPolicy) -> list[Text]:
    """Tickets without a theme, the newest first; and of each theme some that say where it lies."""
    opened = tickets_opened(since, until)
    fresh = _fresh(since, until).select_related("customer").order_by("-opened_at", "-pk")
    found = [
        Text(ticket.pk, ticket.text, theme_queries.names_in(ticket))
        for ticket in fresh[: policy.most_texts].iterator(chunk_size=1000)
    ]
    for theme in known:
        members = opened.filter(theme__theme=theme.id).select_related("customer").order_by("-opened_at", "-pk")
        found += [
            Text(ticket.pk, ticket.text, theme_queries.names_in(ticket), theme.id)
            for ticket in members[: rounds.MEMBERS]
        ]
    return found


def left_over(since: datetime, until: datetime, policy: MiningPolicy) -> int:
    """Tickets without a theme that a round does not read, being the older ones."""
    return max(0, _fresh(since, until).count() - policy.most_texts)


def _fresh(since: datetime, until: datetime) -> QuerySet[Ticket]:
    return tickets_opened(since, until).filter(theme=None).exclude(text="")


def _names() -> Iterable[str]:
    """Names of our people: never part of a theme's name or keywords."""
    return Staff.objects.values_list("name", flat=True)


def _note(run: MiningRun, **facts: object) -> None:
    """Write down how far a round has come, unless it was ended meanwhile."""
    if not MiningRun.objects.filter(pk=run.pk, ended_at=None).update(**facts):
        raise Stopped


@transaction.atomic
def _write_down(run_id: int, found: list[rounds.Theme], texts: int, at: datetime) -> MiningRun:
    run = MiningRun.objects.select_for_update().filter(pk=run_id, ended_at=None).first()
    if run is None:
        raise Stopped
    is_first = not Theme.objects.exists()
    rows = {one.pk: one for one in Theme.objects.select_for_update()}
    news: list[Theme] = []
    for one in found:
        theme = rows.get(one.id)
        if theme is None:
            theme = Theme.objects.create(name=one.name[:40], keywords=one.keywords, found_at=at, was_news=not is_first)
            news.append(theme)
            record(events.ThemeFound(theme_id=theme.pk, tickets=len(one.likeness)), actor=MINER)
        elif theme.keywords != one.keywords:
            theme.keywords = one.keywords
            theme.save(update_fields=["keywords"])
        belong = [ThemeTicket(theme=theme, ticket_id=key, likeness=near) for key, near in one.likeness.items()]
        ThemeTicket.objects.bulk_create(belong, batch_size=1000, ignore_conflicts=True)
    run.state, run.ended_at, run.percent = State.DONE, now(), 100
    run.texts, run.placed, run.themes_new = texts, sum(len(one.likeness) for one in found), len(news)
    run.save()
    facts = {"texts": run.texts, "placed": run.placed, "themes_new": run.themes_new}
    record(events.MiningDone(mining_id=run.pk, **facts), actor=MINER)
    _tell(run, [] if is_first else news)
    return run


def _tell(run: MiningRun, news: list[Theme]) -> None:
    """Who asked hears that it is done; planners and duty leaders hear of new themes."""
    told: list[News] = []
    if run.asked_by:
        zh, en = f"主题挖掘完成，新主题 {run.themes_new} 个", f"Themes are mined, {run.themes_new} new"
        told.append(News(run.asked_by, zh, en, link="/themes/"))
    if news:
        names = [one.name for one in news[:NAMED]]
        zh = f"工单中出现新主题：{'、'.join(names)}"
        en = f"New themes in tickets: {', '.join(names)}"
        told += [News(person, zh, en, link="/themes/?new=yes") for person in theme_queries.readers()]
    notify_all(told)


@transaction.atomic
def _fail(run: MiningRun, problem: str) -> None:
    if not MiningRun.objects.filter(pk=run.pk, ended_at=None).update(state=State.FAILED, ended_at=now()):
        return
    record(events.MiningFailed(mining_id=run.pk, problem=problem), actor=MINER)


def give_up_stranded() -> int:
    """Rounds whose job died with its process; how many."""
    stranded = list(MiningRun.objects.filter(ended_at=None, asked_at__lt=now() - STRANDED_AFTER))
    for run in stranded:
        _fail(run, "stranded")
    return len(stranded)
