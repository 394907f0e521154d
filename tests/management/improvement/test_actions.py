"""Rounds of mining over real tickets; themes kept; improvements moved on and measured."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from tests.factories.accounts import make_staff, make_unit
from tests.factories.improvement import make_improvement, make_theme, make_theme_tickets, make_topic_tickets
from wanhao.common.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.notices.models import Notice
from wanhao.management.improvement import actions, following, queries, running, theme_queries
from wanhao.management.improvement.mining.rounds import Text
from wanhao.management.improvement.models import Improvement, MiningPolicy, MiningRun, Theme, ThemeTicket
from wanhao.management.improvement.rules import Counts, Rate, Verdict
from wanhao.service.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def run_a_round(by: Staff | None = None) -> MiningRun:
    """As the worker does it."""
    run = running.begin_run(by)
    assert run is not None
    running.run_mining(run.pk)
    run.refresh_from_db()
    return run


def events_named(name: str) -> int:
    """How many events of this name were kept."""
    return StoredEvent.objects.filter(name=f"improvement.{name}").count()


def test_a_new_theme_beside_known_ones_is_flagged_and_told() -> None:
    seat, planner = make_staff(), make_staff(Role.PLANNER)
    make_topic_tickets("slow", "bill", "down", by=seat)
    first = run_a_round()
    assert (first.state, first.percent, first.texts) == ("done", 100, 36)
    before = {theme.pk: theme.name for theme in Theme.objects.all()}
    assert {"网速慢", "账单错误"} <= set(before.values())
    assert not Theme.objects.filter(was_news=True).exists()  # the first of all are no news
    places = dict(ThemeTicket.objects.values_list("ticket", "theme"))
    make_topic_tickets("harassment", by=seat)
    second = run_a_round(planner)
    fresh = Theme.objects.exclude(pk__in=before)
    assert second.themes_new == len(fresh) == 1
    assert fresh[0].was_news
    assert {pk: Theme.objects.get(pk=pk).name for pk in before} == before  # the same themes under the same names
    assert places.items() <= dict(ThemeTicket.objects.values_list("ticket", "theme")).items()
    told = [notice.text_zh for notice in Notice.objects.filter(staff=planner)]
    assert any(fresh[0].name in text for text in told)
    assert any("主题挖掘完成" in text for text in told)
    assert events_named("ThemeFound") == len(before) + 1
    assert events_named("MiningDone") == 2


def test_one_round_at_a_time_and_only_for_keepers() -> None:
    planner = make_staff(Role.PLANNER)
    with pytest.raises(Forbidden):
        running.ask_for_mining(by=make_staff())
    run = running.ask_for_mining(by=planner)
    with pytest.raises(NotAllowed):
        running.ask_for_mining(by=planner)
    MiningRun.objects.filter(pk=run.pk).update(asked_at=now() - timedelta(hours=1))
    assert running.give_up_stranded() == 1
    running.run_mining(run.pk)  # too late: nothing happens
    assert events_named("MiningDone") == 0
    assert running.begin_run(planner) is not None


def test_a_stopped_round_leaves_what_was_known(monkeypatch: pytest.MonkeyPatch) -> None:
    planner = make_staff(Role.PLANNER)
    make_topic_tickets("slow", by=make_staff())
    with pytest.raises(Forbidden):
        running.stop_mining(by=make_staff())
    with pytest.raises(NotAllowed):
        running.stop_mining(by=planner)
    run = running.ask_for_mining(by=planner)
    read = running.texts_to_read

    def stopped_while_reading(*values: Any) -> list[Text]:
        running.stop_mining(by=planner)
        return read(*values)

    monkeypatch.setattr(running, "texts_to_read", stopped_while_reading)
    running.run_mining(run.pk)
    run.refresh_from_db()
    assert (run.state, run.ended_at is not None, run.percent) == ("stopped", True, 0)
    assert not Theme.objects.exists()
    assert (events_named("MiningStopped"), events_named("MiningDone"), events_named("MiningFailed")) == (1, 0, 0)
    assert running.begin_run(planner) is not None


def test_a_merged_theme_counts_in_the_other_and_can_be_parted() -> None:
    keeper = make_staff(Role.DUTY_LEADER)
    one, other = make_theme("网速慢"), make_theme("宽带速度")
    make_theme_tickets(one, 2, by=keeper)
    make_theme_tickets(other, 3, by=keeper, severity="major")
    actions.merge_theme(other.public_id, version=1, into=one, by=keeper)
    lines = theme_queries.lines(theme_queries.in_reach(keeper), theme_queries.themes_shown())
    assert [(line.theme.pk, line.now) for line in lines] == [(one.pk, Counts(tickets=5, major=3))]
    assert lines[0].weight == 5 + 3 * 4
    with pytest.raises(NotAllowed):  # no chains
        actions.merge_theme(one.public_id, version=1, into=other, by=keeper)
    with pytest.raises(Conflict):
        actions.part_theme(other.public_id, version=1, by=keeper)
    actions.part_theme(other.public_id, version=2, by=keeper)
    assert len(theme_queries.themes_shown()) == 2


def test_names_are_given_once() -> None:
    keeper = make_staff(Role.PLANNER)
    make_theme("断网")
    one = make_theme("光猫红灯", was_news=True)
    with pytest.raises(Invalid):
        actions.name_theme(one.public_id, version=1, name="断网", by=keeper)
    actions.name_theme(one.public_id, version=1, name="光猫故障", by=keeper)
    one.refresh_from_db()
    assert one.is_named_by_hand
    assert one.seen_at is not None  # who names it has looked into it
    with pytest.raises(Forbidden):
        actions.hide_theme(one.public_id, version=2, by=make_staff())


def test_figures_stay_within_reach() -> None:
    here, there = make_staff(Role.DUTY_LEADER, unit=make_unit()), make_staff(Role.DUTY_LEADER, unit=make_unit())
    theme = make_theme()
    make_theme_tickets(theme, 2, by=here)
    make_theme_tickets(theme, 4, by=there)
    line = theme_queries.lines(theme_queries.in_reach(here), [theme])[0]
    assert (line.now.tickets, sum(line.weekly)) == (2, 2)
    assert len(theme_queries.examples(theme, here, theme_queries.in_reach(here))) == 2


def test_an_improvement_from_proposal_to_its_measured_effect() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    theme = make_theme()
    rest = make_theme("其余")
    made = make_improvement(leader, theme=theme)
    with pytest.raises(NotAllowed):
        actions.finish_improvement(made.public_id, version=1, result="好", done_on=localdate(), by=leader)
    actions.begin_improvement(made.public_id, version=1, by=leader)
    day = localdate() - timedelta(days=1)
    with pytest.raises(Invalid):  # before it was proposed
        actions.finish_improvement(made.public_id, version=2, result="好", done_on=day, by=leader)
    actions.finish_improvement(made.public_id, version=2, result="端口已扩容", done_on=localdate(), by=leader)
    for days_ago, about, others in ((40, 12, 8), (10, 1, 19)):
        make_theme_tickets(theme, about, by=leader, days_ago=days_ago)
        make_theme_tickets(rest, others, by=leader, days_ago=days_ago)
    Improvement.objects.update(done_on=localdate() - timedelta(days=29), opened_at=now() - timedelta(days=60))
    assert queries.to_measure(localdate()) == [made.pk]
    assert following.measure_effect(made.pk, localdate())
    assert not following.measure_effect(made.pk, localdate())  # once
    made.refresh_from_db()
    assert (made.before_count, made.before_total, made.after_count, made.after_total) == (12, 20, 1, 20)
    ThemeTicket.objects.all().delete()  # what was measured stays, whatever becomes of the theme
    found = queries.effect_of(made)
    assert found is not None
    assert (found[1].before, found[1].after) == (Rate(12, 20), Rate(1, 20))
    assert found[1].verdict == Verdict.BETTER
    assert events_named("EffectMeasured") == 1
    resumed = actions.resume_improvement(
        made.public_id, version=made.version, reason="又多了", due_on=localdate(), by=leader
    )
    assert (resumed.status, resumed.measured_at, resumed.done_on) == ("in_work", None, None)


def test_an_overdue_improvement_reminds_its_owner_once_a_day() -> None:
    made = make_improvement()
    Improvement.objects.update(due_on=localdate() - timedelta(days=2))
    assert queries.to_remind(localdate()) == [made.pk]
    assert following.remind_owner(made.pk, localdate())
    assert not following.remind_owner(made.pk, localdate())
    assert queries.to_remind(localdate()) == []
    assert Notice.objects.filter(staff=made.owner, text_zh__contains="超期 2 天").count() == 1


def test_what_is_refused_when_proposing() -> None:
    leader, stranger = make_staff(Role.DUTY_LEADER), make_staff()
    theme = make_theme()
    good = actions.ImprovementDetails("扩容", leader, localdate(), theme=theme)
    with pytest.raises(Forbidden):
        actions.propose(good, by=stranger)
    for wrong in (
        actions.ImprovementDetails("扩容", stranger, localdate(), theme=theme),  # does not keep the list
        actions.ImprovementDetails("扩容", leader, localdate() - timedelta(days=1), theme=theme),
        actions.ImprovementDetails("", leader, localdate(), theme=theme),
        actions.ImprovementDetails("扩容", leader, localdate()),  # about nothing
    ):
        with pytest.raises(Invalid):
            actions.propose(wrong, by=leader)
    made = actions.propose(good, by=leader)
    with pytest.raises(NotFound):  # of another centre
        actions.begin_improvement(made.public_id, version=1, by=make_staff(Role.DUTY_LEADER, unit=make_unit()))
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        Improvement.objects.update(status="done")


def test_the_weight_of_an_improvement_about_a_category() -> None:
    leader = make_staff(Role.DUTY_LEADER)
    tickets = make_theme_tickets(make_theme(), 3, by=leader, reopened_count=1)
    category = Ticket.objects.get(pk=tickets[0].pk).category
    details = actions.ImprovementDetails("退费提速", leader, localdate(), category=category)
    made = actions.propose(details, by=leader)
    assert sum(reason.points for reason in queries.weights([made])[made.pk]) == 6


def test_a_ticket_is_moved_by_hand_and_the_next_round_leaves_it_there() -> None:
    keeper = make_staff(Role.DUTY_LEADER)
    one, other = make_theme("网速慢"), make_theme("断网")
    ticket = make_theme_tickets(one, 1, by=keeper)[0]
    moved = {"version": 1, "into": other, "by": keeper}
    with pytest.raises(Invalid):
        actions.move_ticket(one.public_id, ticket=ticket.number, reason=" ", **moved)
    with pytest.raises(Invalid):
        actions.move_ticket(one.public_id, ticket="T1", reason="说的是断网", **moved)
    actions.move_ticket(one.public_id, ticket=ticket.number, reason="说的是断网", **moved)
    run = running.begin_run(None)
    assert run is not None
    running.mine(run)
    row = ThemeTicket.objects.get(ticket=ticket)
    assert (row.theme, row.moved_by, row.reason) == (other, keeper, "说的是断网")
    event = StoredEvent.objects.get(name="improvement.ThemeTicketMoved")
    assert event.data["into_id"] == other.pk
    stranger = make_staff(Role.DUTY_LEADER, unit=make_unit())
    with pytest.raises(Invalid):  # beyond reach
        actions.move_ticket(other.public_id, version=1, ticket=ticket.number, into=one, reason="x", by=stranger)
    with pytest.raises(Forbidden):
        actions.move_ticket(other.public_id, version=1, ticket=ticket.number, into=one, reason="x", by=make_staff())


def test_a_round_reads_the_newest_and_says_how_many_are_left() -> None:
    keeper = make_staff(Role.DUTY_LEADER)
    make_topic_tickets("slow", by=keeper)
    texts = Ticket.objects.count()
    MiningPolicy.objects.create(most_texts=texts - 2)
    run = run_a_round(keeper)
    assert (run.texts, run.left) == (texts - 2, 2)
