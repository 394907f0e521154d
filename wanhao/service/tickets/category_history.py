"""When categories of tickets were made and changed, by the versions that are kept of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Min

from wanhao.service.tickets.models import Category


@dataclass(frozen=True)
class Life:
    """Of one category."""

    made_at: datetime
    changed_at: datetime
    versions: int


def lives(categories: Iterable[Category]) -> dict[int, Life]:
    """Of these categories, by id; the model of the versions is made by pghistory."""
    kept: Any = apps.get_model("tickets", "CategoryEvent")
    rows = kept.objects.filter(pgh_obj__in=[row.pk for row in categories]).order_by().values_list("pgh_obj")
    counted = rows.annotate(made=Min("pgh_created_at"), changed=Max("pgh_created_at"), versions=Count("pgh_id"))
    return {pk: Life(made, changed, versions) for pk, made, changed, versions in counted}
