"""How events of lists are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.foundation.lists import events

add_kind(Kind("list", "列表", "List", lambda key: None, lambda number: None))
declare(
    events.ListExported,
    ("导出列表", "List exported"),
    ("{list} {form}：{filters}", "{list} {form}: {filters}"),
)
declare(events.ViewSaved, ("保存视图", "View saved"), ("{list}", "{list}"))
declare(events.ViewRemoved, ("删除视图", "View removed"), ("{list}", "{list}"))
declare(
    events.ManyChanged,
    ("批量操作", "Act on many"),
    ("{list} {act}：成功 {done}，未办 {refused}", "{list} {act}: {done} done, {refused} refused"),
)
