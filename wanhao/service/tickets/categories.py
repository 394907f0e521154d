"""The tree of categories: those in use, what they were called at a time, and what lies below one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Max, QuerySet

from wanhao.foundation.accounts.models import by_language
from wanhao.service.tickets.models import Category

if TYPE_CHECKING:
    from wanhao.service.tickets.models import Ticket


@dataclass(frozen=True)
class Leaf:
    """A category somebody can choose, with the names of those above it."""

    id: int
    code: str
    path: tuple[str, ...]

    @property
    def label(self) -> str:
        """`宽带 › 断网`."""
        return " › ".join(self.path)


def category_leaves() -> list[Leaf]:
    """Categories in use that have none below them, in the order of the tree."""
    rows = list(Category.objects.filter(is_active=True))
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return _leaves(below, None, ())


def _leaves(below: dict[int | None, list[Category]], parent: int | None, path: tuple[str, ...]) -> list[Leaf]:
    leaves: list[Leaf] = []
    for row in below.get(parent, []):
        here = (*path, row.name)
        deeper = _leaves(below, row.pk, here)
        leaves += deeper or [Leaf(row.pk, row.code, here)]
    return leaves


def categories() -> QuerySet[Category]:
    """Every category, in use or not."""
    return Category.objects.all()


def category(code: str) -> Category | None:
    """A category in use."""
    return Category.objects.select_related("parent").filter(code=code, is_active=True).first()


def _kept_categories() -> QuerySet[Any]:
    """Every version of every category; the model is made by pghistory."""
    kept: Any = apps.get_model("tickets", "CategoryEvent")
    return kept.objects.all()


def category_versions(category: Category) -> list[int]:
    """Numbers of the newest kept versions of a category and of those above it, the top first."""
    path: list[Category] = [category]
    while path[0].parent is not None:
        path.insert(0, path[0].parent)
    kept = _kept_categories().filter(pgh_obj__in=path)
    newest = dict(kept.values_list("pgh_obj").annotate(newest=Max("pgh_id")))
    return [newest[row.pk] for row in path if row.pk in newest]


def category_path_then(ticket: Ticket) -> str:
    """The category of a ticket as it was called when the ticket got it: `宽带 › 断网`."""
    names = {
        row.pgh_id: by_language(row.name_zh, row.name_en)
        for row in _kept_categories().filter(pgh_id__in=ticket.category_versions)
    }
    return " › ".join(names[number] for number in ticket.category_versions if number in names)


def top_categories() -> QuerySet[Category]:
    """The first level of the tree, for narrowing a list."""
    return Category.objects.filter(parent=None, is_active=True)


def with_below(code: str) -> Sequence[int]:
    """Ids of a category and all categories below it."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    top = Category.objects.filter(code=code).values_list("pk", flat=True).first()
    found = {top} if top else set()
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)
