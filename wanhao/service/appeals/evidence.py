"""What an evidence pack holds: every part with its name in the archive and where its bytes come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.sentences import Teller
from wanhao.foundation.files import actions as file_actions
from wanhao.foundation.files import queries as files
from wanhao.service.appeals import queries
from wanhao.service.appeals.models import EvidencePack
from wanhao.service.appeals.rules import clean_part
from wanhao.service.chat import actions as chat
from wanhao.service.chat import queries as chats
from wanhao.service.clocks import telling
from wanhao.service.clocks.telling import ClockStory
from wanhao.service.dispatch import queries as dispatch
from wanhao.service.recordings import queries as recordings
from wanhao.service.recordings.actions import play_recording
from wanhao.service.tickets import queries as tickets
from wanhao.service.visits import queries as visits

if TYPE_CHECKING:
    from wanhao.service.chat.models import Conversation, Message
    from wanhao.service.contacts.models import Contact
    from wanhao.service.dispatch.models import WorkOrder
    from wanhao.service.recordings.models import Recording
    from wanhao.service.visits.models import Reading, Visit

MOST_EVENTS = 5000
Bytes = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Part:
    """One file of the pack."""

    path: str
    title: str
    pieces: Bytes
    is_recording: bool = False


@dataclass(frozen=True)
class Moment:
    """A line of the timeline."""

    at: datetime
    title: str
    detail: str
    actor: str


@dataclass(frozen=True)
class Gathered:
    """Everything about the ticket of an appeal, in the language that is active."""

    pack: EvidencePack
    timeline: list[Moment]
    messages: list[list[str]]
    orders: list[WorkOrder]
    readings: list[list[str]]
    clocks: list[ClockStory]
    parts: list[Part]
    withheld: list[str]


def gather(pack: EvidencePack) -> Gathered:
    """Read it all but the contents of recordings and files; those are opened while they are packed."""
    appeal = pack.appeal
    ticket = appeal.ticket
    orders = dispatch.orders_of_ticket(ticket.pk)
    trips = visits.of_ticket(ticket.pk)
    about = [f"ticket:{ticket.pk}", appeal.subject, *(one.subject for one in orders), *(one.subject for one in trips)]
    talks = queries.talks_of(ticket)
    timeline = _timeline([*about, *(f"contact:{contact.pk}" for contact in talks)])
    messages = _messages(ticket.pk)
    readings = [_reading(trip, row) for trip in trips for row in visits.readings_of(trip)]
    heard, withheld = _recordings(pack, talks)
    read, unread = _chats(pack, talks)
    parts = [
        _table("时间线.csv", _("Timeline"), TIMELINE, ([_at(m.at), m.title, m.detail, m.actor] for m in timeline)),
        _table("与客户往来消息.csv", _("Messages with the customer"), MESSAGES, messages),
        _table("部门工单.csv", pgettext("evidence", "Work orders"), ORDERS, map(_order, orders)),
        _table("上门读数.csv", _("Readings of visits"), READINGS, readings),
        *_files(pack, [*about, *(f"chat:{row.pk}" for row in read)]),
        *heard,
        *(_transcript(pack, row, number) for number, row in enumerate(read, start=1)),
    ]
    clocks = telling.stories(about, now())
    return Gathered(pack, timeline, messages, orders, readings, clocks, parts, [*withheld, *unread])


TIMELINE = ("时间", "事项", "内容", "经办")
MESSAGES = ("时间", "方向", "内容", "发送人", "状态")
ORDERS = ("编号", "部门", "派单时间", "要求", "状态", "接单人", "结束时间", "结果")

SAID = ("时间", "发送方", "发送人", "内容")
READINGS = ("派单", "技术员", "到达时间", "项目", "读数", "下限", "上限", "是否超限", "认可人与理由")


def _at(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def _table(path: str, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Part:
    content = _csv(head, rows)
    return Part(path, title, lambda: iter([content]))


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A spreadsheet must not read a customer's words as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _timeline(subjects: Sequence[str]) -> list[Moment]:
    rows = StoredEvent.objects.filter(Q(subject__in=subjects)).order_by("id")[:MOST_EVENTS]
    teller = Teller()
    return [Moment(row.at, teller.title(row), teller.detail(row), teller.actor(row)) for row in rows]


def _messages(ticket_id: int) -> list[list[str]]:
    rows = tickets.messages_of(ticket_id)
    return [
        [
            _at(row.written_at),
            row.get_direction_display(),
            row.text,
            row.author.display_name if row.author else "",
            row.get_state_display(),
        ]
        for row in rows
    ]


def _order(order: WorkOrder) -> list[str]:
    person = order.assignee.display_name if order.assignee else ""
    result = order.result or order.reason
    state = order.get_state_display()
    return [
        order.number,
        order.department.name,
        _at(order.sent_at),
        order.text,
        state,
        person,
        _at(order.ended_at),
        result,
    ]


def _reading(trip: Visit, row: Reading) -> list[str]:
    limits = ["" if limit is None else f"{limit:f}" for limit in (row.lower, row.upper)]
    excused = f"{row.excused_by.display_name}：{row.excuse}" if row.excused_by else ""
    begun = [trip.order.number, trip.technician.display_name, _at(trip.arrived_at), row.item.name, _spelled(row)]
    return [*begun, *limits, "超限" if row.is_outside else "", excused]


def _spelled(row: Reading) -> str:
    if row.number is not None:
        return row.spelled
    return row.text if row.yes is None else ("是" if row.yes else "否")


def _files(pack: EvidencePack, subjects: Sequence[str]) -> Iterator[Part]:
    for number, file in enumerate(files.files_of(*subjects), start=1):
        path = f"附件/{number:02d}_{clean_part(file.name)}"
        yield Part(path, _("File kept %(at)s") % {"at": _at(file.kept_at)}, _opened(pack, file.public_id))


def _opened(pack: EvidencePack, public_id: str) -> Bytes:
    return lambda: file_actions.open_file(public_id, pack.asked_by).pieces()


def _recordings(pack: EvidencePack, talks: Sequence[Contact]) -> tuple[list[Part], list[str]]:
    """Recordings the asker may hear; of the others, when they were made."""
    allowed: list[Part] = []
    withheld: list[str] = []
    for contact in talks:
        mine = {row.pk for row in recordings.recordings_of(contact, pack.asked_by)}
        for row in recordings.ready_recordings_of(contact.pk):
            if row.pk in mine:
                allowed.append(_recording(pack, row, len(allowed) + 1))
            else:
                withheld.append(_at(row.began_at))
    return allowed, withheld


def _recording(pack: EvidencePack, row: Recording, number: int) -> Part:
    path = f"录音/{number:02d}_{localtime(row.began_at):%Y%m%d-%H%M%S}.wav"
    title = _("Call of %(at)s, %(seconds)s s") % {"at": _at(row.began_at), "seconds": round(row.seconds or 0)}
    return Part(path, title, lambda: play_recording(row.public_id, by=pack.asked_by).read(), True)


def _chats(pack: EvidencePack, talks: Sequence[Contact]) -> tuple[list[Conversation], list[str]]:
    """Chats the asker may read; of the others, when they began."""
    rows = [row for contact in talks if (row := chats.conversation_of(contact)) is not None]
    allowed = [row for row in rows if chats.may_read_of(row.contact, pack.asked_by)]
    return allowed, [_at(row.contact.arrived_at) for row in rows if row not in allowed]


def _transcript(pack: EvidencePack, row: Conversation, number: int) -> Part:
    """What customer and agent wrote; agents' notes for one another stay in the house."""
    path = f"会话记录/{number:02d}_{localtime(row.contact.arrived_at):%Y%m%d-%H%M%S}.csv"

    def pieces() -> Iterator[bytes]:
        read = chat.read_transcript(row.contact, by=pack.asked_by)
        return iter([_csv(SAID, map(_said, read.messages))])

    title = _("Chat of %(at)s") % {"at": _at(row.contact.arrived_at)}
    return Part(path, title, pieces, is_recording=True)


def _said(message: Message) -> list[str]:
    person = message.staff.display_name if message.staff else ""
    words = message.file.name if message.file else message.text
    return [_at(message.sent_at), message.get_author_display(), person, words]
