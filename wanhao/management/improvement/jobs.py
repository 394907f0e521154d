"""What the worker does for themes and improvements."""

from __future__ import annotations

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from wanhao.common.loops import repeats
from wanhao.management.improvement import following, queries, running


@app.task(name="improvement.mine_themes")
def mine_themes(run_id: int) -> None:
    """Run a round somebody asked for."""
    running.run_mining(run_id)


@app.periodic(cron="17 2 * * *")
@app.task(name="improvement.mine_each_night", queueing_lock="nightly mining of themes")
def mine_each_night(timestamp: int) -> None:
    """Each night: the themes of the tickets of the day, and the effects whose time is over."""
    run = running.begin_run(None)
    if run is not None:
        running.run_mining(run.pk)
    for improvement_id in queries.to_measure(localdate()):
        following.measure_effect(improvement_id, localdate())


@app.periodic(cron="*/10 * * * *")
@app.task(name="improvement.give_up_stranded", queueing_lock="mining stranded")
def give_up_stranded(timestamp: int) -> None:
    """Rounds whose job died with its process can be asked for again."""
    running.give_up_stranded()


@repeats("overdue improvements", every_seconds=60)
def remind_owners() -> None:
    """Remind whoever was not reminded today."""
    today = localdate()
    for improvement_id in queries.to_remind(today):
        following.remind_owner(improvement_id, today)
