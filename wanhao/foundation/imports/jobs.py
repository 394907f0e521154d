"""Long lists are checked and written by the worker; a job that broke off may simply run again."""

from procrastinate.contrib.django import app

from wanhao.foundation.imports import work


@app.task(name="imports.check_list", queue="imports")
def check_list(run_id: int) -> None:
    """Check every row."""
    work.check(run_id)


@app.task(name="imports.write_list", queue="imports")
def write_list(run_id: int) -> None:
    """Write the good rows."""
    work.write(run_id)
