"""How events of reports are told."""

from wanhao.access.reports import events
from wanhao.foundation.audit.sentences import declare, spell_list

declare(
    events.ReportExported,
    ("导出报表", "Report exported"),
    ("{queue_codes}，{begin} 至 {end}", "{queue_codes}, {begin} to {end}"),
    queue_codes=spell_list,
)
