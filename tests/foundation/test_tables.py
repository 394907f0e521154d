"""Tables made in one step: the same models and tables as made one by one."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import AddField, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from wanhao.foundation.tables import CreateTables

KEEPER = ("keeper", models.ForeignKey("accounts.Staff", models.PROTECT, related_name="shelves"))
BEST = ("best", models.ForeignKey("lists.Book", models.SET_NULL, null=True, related_name="+"))
SHELF = ("shelf", models.ForeignKey("lists.Shelf", models.CASCADE, related_name="books"))


def number() -> tuple[str, models.Field]:  # type: ignore[type-arg]
    return ("id", models.BigAutoField(primary_key=True))


def known() -> ProjectState:
    state: ProjectState = MigrationLoader(connection).project_state()
    assert state.apps  # as it is while migrations run: all models are made
    return state


@pytest.mark.django_db
def test_tables_that_refer_to_each_other_and_to_earlier_ones() -> None:
    step = CreateTables([CreateModel("Shelf", [number(), KEEPER, BEST]), CreateModel("Book", [number(), SHELF])])
    before, after, plain = known(), known(), known()
    step.state_forwards("lists", after)
    for single in (CreateModel("Shelf", [number(), KEEPER]), CreateModel("Book", [number(), SHELF])):
        single.state_forwards("lists", plain)
    AddField("Shelf", *BEST).state_forwards("lists", plain)
    made = [("lists", "shelf"), ("lists", "book")]
    assert [after.models[key] for key in made] == [plain.models[key] for key in made]
    staff, shelf = after.apps.get_model("accounts", "Staff"), after.apps.get_model("lists", "Shelf")
    assert "shelves" in {one.get_accessor_name() for one in staff._meta.related_objects}
    with connection.schema_editor() as editor:
        step.database_forwards("lists", editor, before, after)
    assert not shelf.objects.filter(keeper__name="", books__shelf__best=None).exists()
    with connection.schema_editor() as editor:
        step.database_backwards("lists", editor, after, before)
    assert not {"lists_shelf", "lists_book"} & set(connection.introspection.table_names())
