"""Signal complaints, hazards and hotspots for tests."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from tests.factories.accounts import make_staff
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.coverage import actions
from wanhao.service.coverage.actions import Spot
from wanhao.service.coverage.models import FieldCategory, Hotspot
from wanhao.service.tickets.models import Category

LISTED = {
    "name": "西门小区",
    "planned_on": str(localdate() + timedelta(days=30)),
    "lon": "113.1",
    "lat": "23.1",
    "radius_m": "300",
    "complaints": "4",
}


def make_field_category(meaning: str) -> Category:
    """A category of signal complaints or of hazards."""
    category = make_category()
    FieldCategory.objects.create(category=category, meaning=meaning)
    return category


def make_hotspot(by: Staff | None = None) -> Hotspot:
    """A place listed for construction in a month."""
    planned = localdate() + timedelta(days=30)
    spot = Spot("西门小区", Decimal("113.1"), Decimal("23.1"), 300, planned, 4)
    return actions.list_hotspot(spot, by=by or make_staff(Role.BACK_OFFICE))


def hotspot_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A hotspot of the unit's region."""
    return {"public_id": make_hotspot(make_staff(Role.BACK_OFFICE, unit=unit)).public_id}
