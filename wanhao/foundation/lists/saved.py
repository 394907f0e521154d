"""Saved views: kept, shared within the unit, removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.audit.actions import record
from wanhao.foundation.lists.events import ViewRemoved, ViewSaved
from wanhao.foundation.lists.models import SavedView

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff
    from wanhao.foundation.lists.spec import Asked, ListSpec

MOST = 30


def views_for(name: str, viewer: Staff) -> list[SavedView]:
    """Views of a list: own ones, and those shared by the unit or one above it."""
    above = [viewer.unit.path[: place + 1] for place, sign in enumerate(viewer.unit.path) if sign == "/"]
    shared = Q(is_shared=True, unit__path__in=above)
    rows = SavedView.objects.filter(Q(owner=viewer) | shared, list_name=name).select_related("owner")
    return list(rows.order_by("name", "pk")[:MOST])


def view_named(public_id: str, name: str, viewer: Staff) -> SavedView | None:
    """One of them; None when it is gone or not for this person."""
    return next((view for view in views_for(name, viewer) if view.public_id == public_id), None)


@transaction.atomic
def save_view(spec: ListSpec, asked: Asked, name: str, columns: Sequence[str], *, is_shared: bool) -> SavedView:
    """Keep what is asked under a name; the same name of the same person is replaced."""
    name = name.strip()
    if not 0 < len(name) <= 40:
        raise Invalid(name=_("Give the view a name of at most 40 characters."))
    kept = {
        "unit": asked.viewer.unit,
        "is_shared": is_shared,
        "filters": {key: value for key, value in asked.values.items() if value},
        "term": asked.term,
        "sort": asked.sort,
        "columns": list(columns),
    }
    view, _is_new = SavedView.objects.update_or_create(
        list_name=spec.name, owner=asked.viewer, name=name, defaults=kept
    )
    record(ViewSaved(spec.name, view.pk, is_shared), actor=asked.viewer)
    return view


@transaction.atomic
def remove_view(public_id: str, *, by: Staff) -> SavedView:
    """Take away a view of one's own."""
    view = SavedView.objects.filter(public_id=public_id, owner=by).first()
    if view is None:
        raise NotFound(_("There is no such view of yours."))
    record(ViewRemoved(view.list_name, view.pk), actor=by)
    view.delete()
    return view
