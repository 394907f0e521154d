"""An operator with very many tickets, made by COPY: eight regions, teams in each, twenty months of work."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

REGIONS = 8
TEAMS = 6
SEATS = 5  # of each team
THINGS = ["宽带", "光猫", "手机", "固话", "电视盒子", "账单", "套餐", "流量", "短信", "合约"]
TROUBLES = ["经常断网", "红灯闪烁", "信号弱", "无法登录", "扣费有疑问", "网速慢", "通话有杂音", "不能开机"]
DETAILS = ["每晚八点以后", "重启无效", "上周已报修一次", "客户情绪激动", "希望上门处理", "请尽快回电"]
KINDS = ["consultation", "complaint", "fault", "fault", "installation", "order", "suggestion", "praise"]
SOURCES = ["desk", "desk", "desk", "web", "voice"]
READERS = {"operator's leader": "9001", "region's leader": "9002", "seat": "12100", "far technician": "9003"}
UNFINISHED = ("open", "in_progress")
COLUMNS = """number kind severity status category_id customer_id text place source category_versions tags opened_by_id
owner_id unit_id region_id opened_at due_at resolved_at solution closed_at reopened_count version merged_into_id
external_key"""
INDEXES = """
select indexname, indexdef from pg_indexes where tablename = 'tickets_ticket' and indexdef not like '%% UNIQUE %%'
"""


def make_house() -> dict[str, Staff]:
    """Units, people, categories, tags; who reads: one of the whole operator, of a region, a team, a far technician."""
    from wanhao.foundation.accounts.models import Posting, Staff, Unit
    from wanhao.foundation.accounts.rights import Role
    from wanhao.service.tickets.models import Category

    def unit(kind: str, code: str, name: str, above: Unit | None) -> Unit:
        path = f"{above.path if above else ''}{code}/"
        region = above if above and above.kind == "region" else above.region if above else None
        named = {"code": code, "name_zh": name, "name_en": code, "path": path}
        return Unit.objects.create(kind=kind, parent=above, region=region, **named)

    def person(number: int, role: str, at: Unit) -> Staff:
        named = {"staff_number": str(number), "name": f"员工{number}", "unit": at}
        staff = Staff.objects.create(**named, must_change_password=False, password_changed_at=datetime.now(UTC))
        Posting.objects.create(staff=staff, role=role, unit=at)
        return staff

    root = unit("operator", "operator", "万和电信", None)
    for one in range(REGIONS):
        region = unit("region", f"region{one}", f"区域{one}", root)
        centre = unit("centre", f"centre{one}", f"中心{one}", region)
        for two in range(TEAMS):
            team = unit("team", f"team{one}-{two}", f"班组{one}-{two}", centre)
            for three in range(SEATS):
                person(10_000 + one * 1000 + two * 100 + three, Role.GENERAL_SEAT, team)
    for one in range(8):
        top = Category.objects.create(code=f"top{one}", name_zh=THINGS[one], name_en=f"top {one}", position=one)
        for two in range(6):
            names = {"name_zh": TROUBLES[two], "name_en": f"leaf {one} {two}"}
            Category.objects.create(code=f"leaf{one}-{two}", parent=top, position=two, **names)
    small = unit("region", "island", "离岛", root)
    person(9001, Role.DUTY_LEADER, root)
    person(9002, Role.TEAM_LEADER, Unit.objects.get(code="centre3"))
    person(9003, Role.TECHNICIAN, small)
    return house_made_before()


def house_made_before() -> dict[str, Staff]:
    """Who reads, if the house was made."""
    from wanhao.foundation.accounts.models import Staff

    readers = Staff.objects.filter(staff_number__in=READERS.values()).select_related("unit__region")
    known = {one.staff_number: one for one in readers}
    return {name: known[number] for name, number in READERS.items() if number in known}


def rows(count: int, people: dict[str, Staff]) -> Iterator[list[Any]]:
    """Tickets of twenty months: most closed, about 3 % unfinished and recent, text of what customers say.

    The first thing it gives is empty: what it reads from the database is read by then.
    """
    from wanhao.foundation.accounts.models import Staff
    from wanhao.records.customers.models import Party
    from wanhao.service.tickets.models import Category

    chance = random.Random(7)
    seats = list(Staff.objects.filter(unit__kind="team").select_related("unit__region"))
    leaves = list(Category.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    parties = list(Party.objects.values_list("pk", flat=True))
    begin = datetime.now(UTC) - timedelta(days=600)
    yield []  # what must be read is read: from here on the connection may copy
    for n in range(count):
        opened = begin + timedelta(days=600) / count * n
        owner = people["far technician"] if n % 25_000 == 17 else chance.choice(seats)
        number = f"T{opened:%Y%m%d}-{n:06d}" if n != 500_000 else "T20260301-500000"
        first = [number, chance.choice(KINDS), chance.choices(("ordinary", "serious", "major"), (90, 8, 2))[0]]
        region = (owner.unit.region or owner.unit).pk
        last = _ended(chance, opened, _status(chance, n, count))
        if last[0] == "closed" and first[1] == "complaint":
            first[1] = "fault"  # a closed complaint needs the customer's answer: the database refuses it without
        yield [
            *first, last[0], chance.choice(leaves), chance.choice(parties), _text(chance, n), "",
            chance.choice(SOURCES), "{}", _tags(n), owner.pk, owner.pk, owner.unit_id, region, opened,
            opened + timedelta(hours=48), *last[1:], "",
        ]  # fmt: skip


def _status(chance: random.Random, n: int, count: int) -> str:
    if n >= count * 0.97:
        return chance.choices((*UNFINISHED, "closed"), (40, 40, 20))[0]
    return "closed" if n == 0 else chance.choices(("closed", "resolved", "merged"), (94, 5, 1))[0]


def _ended(chance: random.Random, opened: datetime, status: str) -> list[Any]:
    """Status, resolved at, solution, closed at, reopened, version, merged into."""
    if status in UNFINISHED or status == "merged":
        return [status, None, "", None, 0, 1, 1 if status == "merged" else None]
    ended = opened + timedelta(hours=chance.uniform(0.5, 60))
    return [status, ended, "已处理", ended if status == "closed" else None, 0, 1, None]


def _text(chance: random.Random, n: int) -> str:
    words = [chance.choice(THINGS) + chance.choice(TROUBLES), *chance.sample(DETAILS, 2)]
    if n % 1000 == 3:
        words.append("弱电箱没电")
    return "，".join([*words, f"编号 {n:06d}"])


def _tags(n: int) -> str:
    return "{media-risk}" if n % 150 == 0 else "{key-customer}" if n % 40 == 0 else "{}"


def make_parties(count: int, region: Any) -> None:
    """Customers for the tickets."""
    from wanhao.foundation.imports.copying import copy_in
    from wanhao.records.customers.models import Party

    copy_in([Party(name=f"客户{n}", name_index=f"{n:032d}", unit=region, region=region) for n in range(count)])


def fill(count: int, people: dict[str, Staff]) -> None:
    """Copy them in without indexes, then make these as the migrations have them; once is enough."""
    from django.db import connection, transaction
    from psycopg import sql

    from wanhao.service.tickets.models import Ticket

    if Ticket.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:  # all of it or nothing: a kept folder is found again
        make_parties(5_000, people["region's leader"].unit)
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS.split()))
        made = rows(count, people)
        next(made)
        with cursor.copy(sql.SQL("copy tickets_ticket ({}) from stdin").format(names)) as copy:
            for row in made:
                copy.write_row(row)
        cursor.execute("set local maintenance_work_mem = '256MB'")
        cursor.execute("set constraints all immediate")
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("select setval('ticket_number', %s)", [count + 1])
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze tickets_ticket")
        cursor.execute("analyze")
