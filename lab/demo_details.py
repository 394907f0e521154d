"""What hangs on the demo's tickets: tags, places, watchers, messages, links, a merge, files."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files.actions import keep
from wanhao.service.tickets import actions, linking, watching
from wanhao.service.tickets.actions import Place, TicketDetails
from wanhao.service.tickets.models import Message, Ticket

# words of the ticket → tags, place, watchers
MARKS = (
    ("地下车库无信号", ("media-risk",), "东江市演示街 18 号地下车库", ("8101",)),
    ("晚高峰网速只有", ("wants-callback",), "东江市样例路 66 号 3 单元", ()),
    ("营业厅排队一小时", ("media-risk", "wants-callback"), "", ("8201", "8501")),
    ("整栋楼断网", ("after-hours",), "东江市模拟大道 9 号 2 栋", ("8101",)),
    ("光缆下垂", (), "东江市江岸路 12 号门口", ("8201",)),
)
# words of the ticket → who says what, so many minutes ago; no staff number: the customer, on their own page
SAID = (
    ("晚高峰网速只有", "8001", "您好，已为您安排线路检测，请保持光猫通电。", 585),
    ("晚高峰网速只有", "", "昨晚八点测速 18M，附上截图。", 420),
    ("营业厅排队一小时", "8001", "您好，已收到您的投诉，值班长将在今日内与您联系。", 1480),
    ("营业厅排队一小时", "", "请书面答复。", 1300),
    ("整栋楼断网", "8015", "您好，抢修人员已出发，恢复后第一时间告知您。", 275),
)


@transaction.atomic
def add_details(staff: dict[str, Staff]) -> int:
    """Hang everything on the tickets already opened; how many messages."""
    for words, tags, place, watchers in MARKS:
        _mark(_ticket(words), tags, place, [staff[number] for number in watchers])
    for words, number, text, minutes_ago in SAID:
        _say(_ticket(words), staff.get(number), text, minutes_ago)
    _link(staff)
    _attach(staff)
    return len(SAID)


def _ticket(words: str) -> Ticket:
    return Ticket.objects.select_related("owner").filter(text__contains=words).latest("pk")


def _mark(ticket: Ticket, tags: tuple[str, ...], place: str, watchers: list[Staff]) -> None:
    owner = ticket.owner
    ticket = watching.tag_ticket(ticket.pk, version=ticket.version, tags=tags, by=owner)
    if place:
        watching.place_ticket(ticket.pk, version=ticket.version, place=Place(place), by=owner)
    for one in watchers:
        watching.watch_ticket(ticket.pk, staff=one, by=owner)


def _say(ticket: Ticket, by: Staff | None, text: str, minutes_ago: int) -> None:
    """Written then, not now: nobody is sent a message of yesterday."""
    direction = Message.Direction.TO_CUSTOMER if by else Message.Direction.FROM_CUSTOMER
    at, state = now() - timedelta(minutes=minutes_ago), Message.State.ON_PAGE
    Message.objects.create(ticket=ticket, direction=direction, text=text, author=by, written_at=at, state=state)


def _link(staff: dict[str, Staff]) -> None:
    """One house's fault explains a flat's; two say the same and are one."""
    flat, house = _ticket("光猫 LOS 灯红"), _ticket("整栋楼断网")
    linking.link_tickets(flat.pk, "caused_by", house.number, version=flat.version, by=flat.owner)
    again = TicketDetails(house.category_id, "同一栋楼住户来电：宽带断了。", "fault", customer_id=flat.customer_id)
    same = actions.open_ticket(again, by=staff["8015"])
    linking.merge_ticket(same.pk, house.number, version=same.version, by=staff["8015"])


def _attach(staff: dict[str, Staff]) -> None:
    """A picture the customer sent, a letter for the customer, a note that stays in the house."""
    slow, queue = _ticket("晚高峰网速只有"), _ticket("营业厅排队一小时")
    shot = SimpleUploadedFile("测速截图.png", bars([18, 22, 17, 96, 103, 99]))
    keep(shot, subject=f"ticket:{slow.pk}", by=Actor.customer(slow.customer_id), is_for_customer=True)
    log = SimpleUploadedFile("线路检测记录.txt", "下行 19.6M，光衰 21 dB，端口拥塞。仅供内部。".encode())
    keep(log, subject=f"ticket:{slow.pk}", by=staff["8001"])
    letter = SimpleUploadedFile("受理告知书.txt", "您的投诉已受理，将在三个工作日内书面答复。".encode())
    keep(letter, subject=f"ticket:{queue.pk}", by=staff["8001"], is_for_customer=True)


def bars(heights: list[int], width: int = 240, height: int = 120) -> bytes:
    """A small PNG picture with one bar for each figure."""
    step = width // len(heights)
    blue, paper = b"\x1d\x5f\xc4", b"\xf5\xf7\xfa"
    rows = []
    for above in range(height, 0, -1):
        colours = (blue if x % step > 6 and above < heights[x // step] else paper for x in range(width))
        rows.append(b"\0" + b"".join(colours))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
