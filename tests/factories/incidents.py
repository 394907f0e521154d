"""Group incidents for tests."""

from __future__ import annotations

from typing import Any

from tests.factories.accounts import make_staff
from tests.factories.callbacks import make_policy
from tests.factories.routing import make_queue
from tests.factories.tickets import make_category
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.accounts.rights import Role
from wanhao.service.incidents import actions
from wanhao.service.incidents.actions import AreaDetails
from wanhao.service.incidents.models import Incident, IncidentPolicy
from wanhao.service.tickets.actions import TicketDetails


def make_incident(by: Staff, **area: Any) -> Incident:
    """An incident of somebody's region unless another area is given."""
    area = area or {"regions": ((by.unit.region or by.unit).code,)}
    parent = TicketDetails(make_category().pk, "光缆被挖断", kind="fault", severity="serious")
    return actions.open_incident("东江光缆中断", AreaDetails(**area), parent, by=by)


def call_on_restoration(unit: Unit) -> IncidentPolicy:
    """The queue whose agents call after a restoration."""
    queue = make_queue(unit=unit)
    make_policy(queue, tries=1)
    row, _new = IncidentPolicy.objects.update_or_create(pk=1, defaults={"call_queue": queue})
    return row


def incident_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """The address of an incident of the unit."""
    return {"number": make_incident(make_staff(Role.TEAM_LEADER, unit=unit), prefixes=("0900",)).ticket.number}


def act_on_incident_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """Changing the area of an incident of the unit."""
    return incident_address(unit, viewer) | {"name": "area"}
