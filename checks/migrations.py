"""No model may be ahead of its migrations: `python -m checks.migrations`. Needs no database."""

from __future__ import annotations

import os
import sys

import django


def changes_of(app_labels: set[str]) -> dict[str, list[str]]:
    """What makemigrations would write for these applications."""
    from django.apps import apps
    from django.core.management.commands.makemigrations import Command
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    if conflicts := loader.detect_conflicts():
        return {label: [f"two leaves: {', '.join(names)}"] for label, names in conflicts.items()}
    detector = Command.autodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=app_labels, dry_run=True),
    )
    found = detector.changes(graph=loader.graph)
    return {
        label: [operation.describe() for migration in migrations for operation in migration.operations]
        for label, migrations in found.items()
        if label in app_labels
    }


def main() -> int:
    """Say what is missing; exit 1 when anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.apps import apps
    from django.utils.translation import deactivate_all

    deactivate_all()  # as makemigrations does: texts in the migrations are English
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("wanhao.")}
    found = changes_of(ours)
    for label, operations in sorted(found.items()):
        sys.stdout.writelines(f"{label}: a migration is missing: {operation}\n" for operation in operations)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
