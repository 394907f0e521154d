"""How events of group incidents are told."""

from wanhao.foundation.audit.sentences import declare, field_names
from wanhao.service.incidents import events
from wanhao.service.incidents.models import Incident, Member

declare(events.IncidentOpened, ("登记群障", "Group incident opened"), ("{number}", "{number}"))
declare(
    events.IncidentAreaChanged,
    ("调整群障范围", "Area of the incident changed"),
    ("{number}：{changed_fields}", "{number}: {changed_fields}"),
    changed_fields=field_names(Incident),
)
declare(
    events.TicketAttached,
    ("并入群障", "Attached to an incident"),
    ("{number}，{how}", "{number}, {how}"),
    how=Member.How,
)
declare(events.TicketDetached, ("移出群障", "Detached from an incident"), ("{number}", "{number}"))
declare(events.IncidentAnnounced, ("开启语音公告", "Announced in the voice menu"), ("{number}", "{number}"))
declare(
    events.MassMessageAsked,
    ("群发告知", "Message to all"),
    ("{number}，{customers} 位客户", "{number}, {customers} customers"),
)
declare(
    events.IncidentRestored,
    ("群障恢复", "Incident restored"),
    ("{number}，待回访 {customers} 位客户", "{number}, {customers} customers to be called"),
)
declare(events.IncidentEnded, ("群障结案", "Incident ended"), ("{number}", "{number}"))
