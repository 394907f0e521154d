"""How long a list of customers takes to import: checked, written, and the same list once more."""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from lab.own_database import own_database

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.imports.models import ImportRun

LIMIT_SECONDS = 120.0
BAD_EVERY = 100
HEADER = (
    "customer_key name identity_number tier segment region account_number service number plan_code plan_name address"
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def lines(rows: int, changed: bool = False) -> Iterator[list[str]]:
    """A customer with a mobile line and an address on each line; one in a hundred names a region nobody knows."""
    chance = random.Random(1)
    for n in range(rows):
        name = chance.choice(SURNAMES) + chr(0x4E00 + chance.randrange(20000)) + chr(0x4E00 + chance.randrange(20000))
        tier = chance.choice(("standard", "standard", "silver", "gold", "vip"))
        region = "nowhere" if n % BAD_EVERY == BAD_EVERY - 1 else "dongjiang"
        street = f"东江市滨河区金桂路 {n % 900 + (1000 if changed else 0)} 号"
        account = (f"A{n:09d}", "mobile", f"121{n:08d}", "CX129", "畅享 129")
        yield [f"C{n:09d}", name, f"E{n:08d}", tier, "home", region, *account, street]


def list_of(rows: int, changed: bool = False) -> bytes:
    """The list as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER.split())
    writer.writerows(lines(rows, changed))
    return text.getvalue().encode()


def make_importer() -> Staff:
    """The operator, its region, and a data maintainer."""
    from wanhao.foundation.accounts.models import Posting, Staff, Unit
    from wanhao.foundation.accounts.rights import Role

    root = Unit.objects.create(kind="operator", code="operator", name_zh="万和电信", name_en="Wanhe", path="operator/")
    region = Unit.objects.create(
        kind="region", code="dongjiang", name_zh="东江", name_en="Dongjiang", parent=root, path="operator/dongjiang/"
    )
    staff = Staff.objects.create(staff_number="9003", name="数据维护", unit=region)
    Posting.objects.create(staff=staff, role=Role.DATA_MAINTAINER, unit=region)
    return staff


def timed_import(content: bytes, by: Staff) -> tuple[float, float, ImportRun]:
    """Seconds of checking, seconds of writing, and the run."""
    from wanhao.foundation.imports import actions, work
    from wanhao.foundation.imports.models import ImportRun

    run = actions.bring_list("customers", "customers.csv", content, by=by)
    began = time.perf_counter()
    work.check(run.pk)
    checked = time.perf_counter()
    actions.begin_writing(run.public_id, by=by)
    work.write(run.pk)
    written = time.perf_counter()
    return checked - began, written - checked, ImportRun.objects.get(pk=run.pk)


def figures(name: str, content: bytes, by: Staff) -> dict[str, Any]:
    """One import as a line of the table."""
    check_seconds, write_seconds, run = timed_import(content, by)
    return {
        "list": name,
        "check_seconds": round(check_seconds, 1),
        "write_seconds": round(write_seconds, 1),
        "new": run.created,
        "changed": run.updated,
        "unchanged": run.unchanged,
        "rejected": run.bad,
        "rows_per_second": round(run.total / (check_seconds + write_seconds)),
    }


@click.command()
@click.option("--rows", default=100_000, show_default=True, help="Customers in the list.")
def main(rows: int) -> None:
    """Import customers into an empty database; the limit is 120 s for a new list of 100,000."""
    console = Console()
    with own_database(), console.status("Importing …"):
        by, began = make_importer(), time.process_time()
        first = list_of(rows)
        results = [
            figures("new", first, by),
            figures("the same again", first, by),
            figures("every address changed", list_of(rows, changed=True), by),
        ]
    table = Table(*(name.replace("_", " ") for name in results[0]))
    for result in results:
        table.add_row(*(f"{value:,}" if not isinstance(value, str) else value for value in result.values()))
    console.print(table)
    new, again, changed = results
    total = new["check_seconds"] + new["write_seconds"]
    good = rows - rows // BAD_EVERY
    right = (new["new"], again["unchanged"], changed["changed"]) == (good, good, good)
    summary = {
        "bench": "import",
        "rows": rows,
        "seconds": round(total, 1),
        "again_seconds": round(again["check_seconds"] + again["write_seconds"], 1),
        "changed_seconds": round(changed["check_seconds"] + changed["write_seconds"], 1),
        "rows_per_second": new["rows_per_second"],
        "our_cpu_seconds": round(time.process_time() - began, 1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "counts_right": right,
        "limit_seconds": LIMIT_SECONDS,
        "passed": right and total <= LIMIT_SECONDS,
    }
    print(json.dumps(summary))  # noqa: T201 - the last line is for programs
    sys.exit(0 if summary["passed"] else 1)
