"""Jobs and visits for tests."""

from __future__ import annotations

from struct import pack
from typing import Any
from uuid import uuid4
from zlib import compress, crc32

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.accounts import make_staff
from tests.factories.customers import make_account, make_party, make_subscription
from tests.factories.dispatch import make_department, make_order, make_order_type, make_worker
from tests.factories.tickets import make_ticket
from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.foundation.files.models import FileLimit
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.visits import actions
from wanhao.service.visits.actions import Result, Told
from wanhao.service.visits.models import JobType, Visit
from wanhao.service.visits.usual import write_the_usual_checklists

GOOD = {"attenuation": "18.5", "line-noise": "11", "speed-down": "290", "speed-up": "48", "contact-left": "yes"}


def told() -> Told:
    """A new sending."""
    return Told(uuid4().hex)


def picture(name: str = "photo.png") -> SimpleUploadedFile:
    """A picture of one grey point."""
    parts = (b"IHDR" + pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), b"IDAT" + compress(b"\x00\x80"), b"IEND")
    chunks = [pack(">I", len(part) - 4) + part + pack(">I", crc32(part)) for part in parts]
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + b"".join(chunks), "image/png")


def make_job(technician: Staff | None = None, *, service: str = "broadband", agent: Staff | None = None) -> WorkOrder:
    """A broadband job that needs evidence, in the hands of a technician."""
    if not JobType.objects.exists():
        write_the_usual_checklists()
    FileLimit.objects.get_or_create(kind="png", defaults={"megabytes": 20})
    agent = agent or make_staff()
    department = technician.unit if technician else make_department(agent.unit.region)
    technician = technician or make_worker(department)
    party = make_party(region=agent.unit.region)
    account = make_account(party)
    mobile = make_subscription(account)
    held = mobile if service == "mobile" else make_subscription(account, service=service)
    ticket = make_ticket(agent, kind="fault", customer_id=party.pk, subscription_id=held.pk)
    order_type = make_order_type(needs_evidence=True)
    return make_order(ticket, department=department, assignee=technician, order_type=order_type)


def result(**changed: Any) -> Result:
    """A filled checklist within all limits."""
    values = GOOD | changed.pop("values", {})
    return Result(**{"text": "更换光猫，测试正常", "values": values, "signature": picture("signature.png")} | changed)


def make_held_visit(agent: Staff | None = None) -> Visit:
    """A visit that waits for a decision about its attenuation."""
    order = make_job(agent=agent)
    assert order.assignee
    return actions.send_result(order.number, result(values={"attenuation": "26.5"}), told(), by=order.assignee)


def job_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A job in the viewer's own hands when the unit is theirs, else in somebody else's."""
    department = make_department(unit)
    technician = viewer if unit.pk == viewer.unit_id else make_worker(department)
    agent = make_staff(unit=unit)
    order = make_job(make_worker(department), agent=agent)
    WorkOrder.objects.filter(pk=order.pk).update(assignee=technician)
    return {"number": order.number}


def visit_address(unit: Unit, viewer: Staff) -> dict[str, Any]:
    """A visit held, of a ticket of the unit."""
    return {"public_id": make_held_visit(make_staff(unit=unit)).public_id}
