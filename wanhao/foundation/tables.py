"""All tables of an application made in one step of its first migration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """The same as a CreateModel for each table, in a fraction of the time.

    For every single CreateModel Django makes all models anew that are related to it by whatever way, and here nearly
    all are. Nothing refers to new tables yet but new ones, so it is enough to make those.
    """

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """How it is written in a migration."""
        return type(self).__qualname__, [self.tables], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the new models to those that are known."""
        models = state.__dict__.pop("apps", None)  # with them, each would be added by itself
        known = set(state.models)
        for table in self.tables:
            table.state_forwards(app_label, state)
        if models is not None:
            models.render_multiple([state.models[key] for key in state.models if key not in known])
            state.apps = models

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Keys between them and indexes come after all of them, as always in a migration."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The last one goes first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate` says."""
        return f"Create {len(self.tables)} tables"
