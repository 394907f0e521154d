"""How events of boards are told."""

from wanhao.access.wallboard import events
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import numbered

numbered("board", "大屏", "Board")

declare(events.BoardComposed, ("大屏已编排", "Board composed"), ("共 {pages} 页", "{pages} pages"))
declare(events.BoardRemoved, ("大屏已删除", "Board removed"))
