"""Acts on many rows are worked through by the worker; a job that broke off may simply run again."""

from procrastinate.contrib.django import app

from wanhao.foundation.lists import many


@app.task(name="lists.work_through", queue="imports")
def work_through(run_id: int) -> None:
    """Do what is left of an act on many."""
    many.work(run_id)
