"""Changing the organisation: every unit's path and region stay right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.events import UnitFounded, UnitMoved
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record

if TYPE_CHECKING:
    from wanhao.foundation.audit.events import Actor

Kind = Unit.Kind
BELOW: dict[str, tuple[str, ...]] = {
    Kind.OPERATOR: (),
    Kind.REGION: (Kind.OPERATOR,),
    Kind.CENTRE: (Kind.OPERATOR, Kind.REGION),
    Kind.HALL: (Kind.REGION, Kind.CENTRE),
    Kind.DEPARTMENT: (Kind.OPERATOR, Kind.REGION, Kind.CENTRE),
    Kind.TEAM: (Kind.CENTRE, Kind.HALL, Kind.DEPARTMENT),
}
PATH_LIMIT = 200


def check_place(kind: str, parent: Unit | None) -> None:
    """Invalid when a unit of this kind does not belong below the parent."""
    if (parent.kind if parent else None) not in (BELOW[kind] or (None,)):
        raise Invalid(parent=_("A unit of this kind does not belong there."))


def _check_reach(by: Staff | Actor, *units: Unit | None) -> None:
    """Invalid when a member of staff does not lead the staff of one of these units."""
    if isinstance(by, Staff) and not all(by.may(Right.MANAGE_STAFF, unit) for unit in units if unit):
        raise Invalid(parent=_("This unit lies outside of yours."))


def region_under(unit: Unit, parent: Unit | None) -> Unit | None:
    """The region a unit belongs to: a region is its own."""
    if unit.kind == Kind.REGION:
        return unit
    if parent is None:
        return None
    return parent if parent.kind == Kind.REGION else parent.region


@transaction.atomic
def found_unit(
    kind: str, code: str, name_zh: str, *, by: Staff | Actor, parent: Unit | None = None, name_en: str = ""
) -> Unit:
    """A new unit below its parent; only the operator has none."""
    check_place(kind, parent)
    _check_reach(by, parent)
    if Unit.objects.filter(code=code).exists():
        raise Invalid(code=_("Another unit has this code."))
    path = f"{parent.path if parent else ''}{code}/"
    if len(path) > PATH_LIMIT:
        raise Invalid(code=_("The codes from the operator down to here are too long together."))
    unit = Unit(kind=kind, code=code, name_zh=name_zh, name_en=name_en, parent=parent, path=path)
    unit.region = region_under(unit, parent) if kind != Kind.REGION else None
    unit.save()
    if kind == Kind.REGION:
        unit.region = unit
        unit.save(update_fields=["region"])
    record(UnitFounded(unit.pk, code, kind), actor=by, unit=unit)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, under: Unit, by: Staff | Actor) -> int:
    """Put a unit with all below it under another; how many units moved. Rows that carry a unit move along."""
    family = Unit.objects.select_for_update().filter(path__startswith=unit.path)
    list(family.order_by("path").values_list("pk"))
    if under.path.startswith(unit.path):
        raise Invalid(parent=_("A unit cannot be put below itself."))
    check_place(unit.kind, under)
    _check_reach(by, unit, under)
    old, new = unit.path, f"{under.path}{unit.code}/"
    deepest = max(len(path) for path in family.values_list("path", flat=True))
    if deepest - len(old) + len(new) > PATH_LIMIT:
        raise Invalid(parent=_("The codes from the operator down to here are too long together."))
    if unit.kind != Kind.REGION:
        family.update(region=region_under(unit, under))
    moved = family.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Unit.objects.filter(pk=unit.pk).update(parent=under)
    unit.refresh_from_db()
    record(UnitMoved(unit.pk, under.pk, moved), actor=by, unit=unit)
    return moved
