"""Data: tables, imports, the audit trail, backup and restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from config import environment as settings
from wanhao.operations.by_name import by_name
from wanhao.operations.commands.shared import console, staff_by_number, with_database, with_django

EXISTING = click.Path(exists=True, path_type=Path)


@click.command()
def migrate() -> None:
    """Bring the tables up to date."""
    with with_database():
        from wanhao.operations.prepare import migrate as bring_up_to_date

        bring_up_to_date(console.print)
        console.print("The tables are up to date.")


@click.command("verify-audit", short_help="Check every event against its seal.")
def verify_audit() -> None:
    """Check every event against its seal; name the first altered, missing or inserted one (exit code 1)."""
    with with_database():
        by_name("wanhao.operations.verify_audit:main")(console)


@click.command(short_help="Write database, recordings and files into a folder.")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def backup(folder: Path | None) -> None:
    """Write database, recordings and files into FOLDER (default: a new one under WANHAO_DATA/backups).

    The house may go on working. Everything is sealed with WANHAO_SECRET_KEYS: keep the keys, elsewhere.
    """
    with with_database() as environment:
        from django.conf import settings as django_settings
        from django.utils import timezone

        from wanhao.operations.backups.making import make_backup

        target = folder or environment.data / "backups" / timezone.now().strftime("%Y%m%d-%H%M%S")
        manifest = make_backup(
            target.resolve(),
            database=django_settings.DATABASES["default"],
            data=environment.data,
            keys=environment.secret_keys,
            say=console.print,
        )
        console.print(f"Backup of {sum(manifest.rows.values()):,} rows and {len(manifest.files)} files in {target}")


@click.command()
@click.argument("folder", type=EXISTING)
@click.option("--replace", is_flag=True, help="Replace what the database and the folders hold now.")
def restore(folder: Path, replace: bool) -> None:
    """Put the backup in FOLDER in place. The house must be stopped; a target that is not empty needs --replace."""
    from wanhao.operations.database import database_alone

    with database_alone(settings.read()):
        environment = with_django()
        from django.conf import settings as django_settings

        from wanhao.operations.backups.restoring import restore_backup

        manifest = restore_backup(
            folder.resolve(),
            database=django_settings.DATABASES["default"],
            data=environment.data,
            keys=environment.secret_keys,
            may_replace=replace,
            say=console.print,
        )
        by_name("wanhao.foundation.audit.sealing:begin_log_anew")()
        console.print(f"Restored the backup of {manifest.made_at}: {sum(manifest.rows.values()):,} rows.")
        by_name("wanhao.operations.verify_audit:main")(console)


@click.group("import")
def import_() -> None:
    """Take customers or staff from a CSV or XLSX file."""


@import_.command()
@click.argument("file", type=EXISTING)
@click.option("--by", "staff_number", required=True, help="Staff number of the person who imports.")
@click.option("--preview", is_flag=True, help="Only check the list and say what is wrong with it.")
def customers(file: Path, staff_number: str, preview: bool) -> None:
    """Import customers; safe to repeat. Rejected rows are written beside FILE with the reasons."""
    bring_in("customers", file, staff_number, preview)


@import_.command()
@click.argument("file", type=EXISTING)
@click.option("--by", "staff_number", required=True, help="Staff number of the person who imports.")
@click.option("--preview", is_flag=True, help="Only check the list and say what is wrong with it.")
def staff(file: Path, staff_number: str, preview: bool) -> None:
    """Import staff; safe to repeat. Rejected rows are written beside FILE with the reasons."""
    bring_in("staff", file, staff_number, preview)


def bring_in(kind: str, file: Path, staff_number: str, preview: bool) -> None:
    """One list of one kind; exit code 1 when rows were rejected."""
    with with_database():
        from wanhao.operations.imports import import_list

        if import_list(kind, file, staff_by_number(staff_number), writes=not preview).bad:
            sys.exit(1)
