"""What must be done before the processes start: tables, texts, static files, and in demo mode the demo operator."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from config.environment import Environment
from wanhao.foundation.sign_in.demo_access import staff_with_demo_password
from wanhao.operations.by_name import by_name
from wanhao.operations.launcher.failed import LaunchFailed
from wanhao.operations.texts import compile_all
from wanhao.service.clocks.usual import promise_the_usual
from wanhao.service.complaints.usual import set_the_usual
from wanhao.service.visits.usual import write_the_usual_checklists

Say = Callable[[str], None]


@contextmanager
def step(say: Say, name: str) -> Iterator[None]:
    """Say what was done and how long it took."""
    began = time.monotonic()
    yield
    say(f"{name}: {time.monotonic() - began:.1f} s")


def prepare(environment: Environment, say: Say) -> None:
    """Everything in order; each step does nothing when there is nothing to do."""
    if changed := compile_all(settings.ROOT):  # first: what is loaded without them stays without Chinese
        say(f"Texts compiled: {changed}")
    migrate(say)
    collect_static(say)
    if promised := promise_the_usual():
        say(f"Usual promises of time: {promised}")
    if written := set_the_usual():
        say(f"Usual limits, checklist and approvals of complaints: {written}")
    if checklists := write_the_usual_checklists():
        say(f"Usual checklists of field work: {checklists}")
    if environment.demo:
        load_demo(say)
    else:
        refuse_demo_passwords()


def migrate(say: Say) -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    refuse_half_way(executor)
    refuse_other_editions(executor)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Bringing the tables up to date, {len(plan)} steps …")
        with step(say, "Tables"):
            call_command("migrate", verbosity=0, interactive=False)
    else:
        executor.check_replacements()


def refuse_half_way(executor: MigrationExecutor) -> None:
    """Tables between the steps that a first migration replaces: Django would take them to be up to date."""
    applied = executor.recorder.applied_migrations().keys()
    found = [
        app
        for (app, name), first in executor.loader.replacements.items()
        if not set(first.replaces) <= applied and (applied & {(app, name), *first.replaces})
    ]
    if found:
        raise LaunchFailed(
            f"The tables of {', '.join(sorted(set(found)))} are older than this edition can bring up to date: start "
            "the last edition without the file wanhao/foundation/tables.py once on this data, or give another "
            "WANHAO_DATA or DATABASE_URL."
        )


def refuse_other_editions(executor: MigrationExecutor) -> None:
    """Tables of an edition that divided them among its applications in another way: nothing of them is touched."""
    if found := divided_otherwise(executor):
        raise LaunchFailed(
            f"These tables were made by an edition that divided them in another way: {found} Start that edition on "
            "this data, or give another WANHAO_DATA or DATABASE_URL."
        )


def divided_otherwise(executor: MigrationExecutor) -> str:
    """A sentence about tables that belong elsewhere now; empty when there are none."""
    applied = {app for app, _name in executor.recorder.applied_migrations()}
    if moved := applied & executor.loader.unmigrated_apps:
        return f"the tables of {', '.join(sorted(moved))} belong to others now."
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        return str(error)
    return ""


def collect_static(say: Say) -> None:
    """Gather, hash and compress the static files when any of them changed."""
    if settings.WANHAO.static_from_source:
        return
    mark = settings.WANHAO.data / "static" / ".collected"
    now = fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    say("Gathering static files …")
    with step(say, "Static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(now)


def fingerprint() -> str:
    """A digest over the names, sizes and times of all static files."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            found.append([name, file.st_size, file.st_mtime_ns])
    return sha256(json.dumps(sorted(found)).encode()).hexdigest()


def refuse_demo_passwords() -> None:
    """Outside demo mode nobody may come in with the published password."""
    if found := staff_with_demo_password():
        some = ", ".join(found[:5]) + (" …" if len(found) > 5 else "")
        raise LaunchFailed(
            f"{len(found)} staff still have the demo password ({some}): this data was made in demo mode. "
            "Give another WANHAO_DATA or DATABASE_URL, or set WANHAO_DEMO=1."
        )


def load_demo(say: Say) -> None:
    """Load the invented operator on the first start."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from accounts_staff)")
        (some_staff,) = cursor.fetchone() or (False,)
    if some_staff:
        return
    say("Loading the demo operator …")
    with step(say, "Demo operator"):
        by_name("lab.demo_operator:load")(say)
