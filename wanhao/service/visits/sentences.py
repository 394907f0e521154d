"""How events of visits are told."""

from wanhao.foundation.audit.sentences import declare, spell_list, staff_name
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.appointments.sentences import spelled
from wanhao.service.visits import events
from wanhao.service.visits.models import Visit


def find_visit(public_id: str) -> int | None:
    """A visit by its outward name."""
    return Visit.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def visit_name(row: int) -> str | None:
    """The outward name of a visit."""
    return Visit.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("visit", "上门", "Visit", find_visit, visit_name, "/visits/record/{key}/"))

declare(
    events.TechnicianArrived,
    ("到达现场", "Technician arrived"),
    ("{technician_id}，{arrived_at}", "{technician_id}, {arrived_at}"),
    technician_id=staff_name,
    arrived_at=spelled,
)
declare(
    events.ResultSent,
    ("回传上门结果", "Result sent"),
    (
        "{job_type}，{readings} 项，超限 {outside}，照片 {photos} 张",
        "{job_type}, {readings} readings, outside: {outside}, {photos} photos",
    ),
    outside=spell_list,
)
declare(
    events.VisitHeld,
    ("超限待定", "Visit held for readings outside their limits"),
    ("{outside}", "{outside}"),
    outside=spell_list,
)
declare(
    events.ReadingExcused, ("超限放行", "Reading outside its limit accepted"), ("{item}：{reason}", "{item}: {reason}")
)
declare(
    events.VisitFinished,
    ("上门完成", "Visit finished"),
    ("{technician_id}", "{technician_id}"),
    technician_id=staff_name,
)
declare(
    events.CustomerNumberTaken,
    ("装维人员致电客户", "Technician called the customer"),
    ("{technician_id}", "{technician_id}"),
    technician_id=staff_name,
)
declare(events.FieldPhoneSet, ("设置外勤回拨号码", "Telephone for calls set"))
