"""How events of coverage are told."""

from wanhao.foundation.audit.sentences import declare, spell_list, unit_name
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.coverage import events
from wanhao.service.coverage.models import Hotspot


def find_hotspot(public_id: str) -> int | None:
    """A hotspot by its outward name."""
    return Hotspot.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def hotspot_name(row: int) -> str | None:
    """The outward name of a hotspot."""
    return Hotspot.objects.filter(pk=row).values_list("public_id", flat=True).first()


add_kind(Kind("hotspot", "热点", "Hotspot", find_hotspot, hotspot_name, "/coverage/hotspots/{key}/"))
declare(
    events.HotspotListed,
    ("热点列入建设", "Hotspot listed for construction"),
    ("计划 {planned_on}，投诉 {complaints} 件", "planned {planned_on}, {complaints} complaints"),
)
declare(
    events.HotspotChanged,
    ("热点变更", "Hotspot changed"),
    ("{state}，计划 {planned_on}", "{state}, planned {planned_on}"),
    state=Hotspot.State,
)
declare(events.HazardTold, ("隐患告警", "Hazard told at once"), ("已通知 {told} 人", "{told} people"))
CHARGE = ("{department_id}：{missing}", "{department_id}: {missing}")
declare(
    events.SignalComplaintCharged,
    ("信号投诉计责", "Signal complaint charged"),
    CHARGE,
    department_id=unit_name,
    missing=spell_list,
)
declare(
    events.SignalChargeLifted,
    ("信号投诉计责已补正", "Charge made good"),
    CHARGE,
    department_id=unit_name,
    missing=spell_list,
)
