"""How events of the change-tracking list are told."""

from wanhao.foundation.accounts.models import by_language
from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.management.changes import events
from wanhao.management.changes.models import Entry
from wanhao.management.help.sentences import topic_name


def find_entry(public_id: str) -> int | None:
    """An entry by its public id."""
    return Entry.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def entry_key(row: int) -> str | None:
    """The public id of an entry."""
    return Entry.objects.filter(pk=row).values_list("public_id", flat=True).first()


def punctuality(is_on_time: bool) -> str:
    """In time or late."""
    return by_language("按期", "in time") if is_on_time else by_language("超期", "late")


add_kind(Kind("entry", "跟踪条目", "Tracking entry", find_entry, entry_key, "/changes/{key}/"))

declare(
    events.EntryProposed,
    ("建议列入跟踪表", "Entry proposed"),
    ("{topic}，求助 {asked} 次", "{topic}, asked {asked} times"),
    topic=topic_name,
)
declare(events.EntryOpened, ("建立跟踪条目", "Entry opened"), ("{owner_id}，{due_on} 前", "{owner_id}, by {due_on}"))
declare(events.EntryBegun, ("开始处理跟踪条目", "Work on entry begun"))
declare(events.EntryAnswered, ("跟踪条目已答复", "Entry answered"))
declare(events.EntryChanged, ("变更跟踪条目", "Entry changed"), ("{owner_id}，{due_on} 前", "{owner_id}, by {due_on}"))
declare(events.EntryCommented, ("跟踪条目备注", "Entry commented"))
declare(
    events.EntryClosed,
    ("关闭跟踪条目", "Entry closed"),
    (
        "此前{status_before}，{is_on_time}，关联求助 {requests} 次",
        "was {status_before}, {is_on_time}, {requests} requests",
    ),
    status_before=Entry.Status,
    is_on_time=punctuality,
)
declare(events.EntryReopened, ("重开跟踪条目", "Entry taken up again"))
declare(events.EntryOverdue, ("跟踪条目超期", "Entry overdue"), ("{owner_id}，{days} 天", "{owner_id}, {days} d"))
