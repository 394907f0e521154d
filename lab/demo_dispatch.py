"""Departments' work in the demo: types of orders, a department's own limit, tickets with orders in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.accounts.models import Staff, Unit
from wanhao.records.customers.models import Party
from wanhao.service.clocks.models import EscalationStep, Policy, Target, Whom
from wanhao.service.dispatch import actions
from wanhao.service.dispatch.actions import OrderDetails
from wanhao.service.dispatch.models import OrderType, WorkOrder
from wanhao.service.tickets import actions as tickets
from wanhao.service.tickets.actions import TicketDetails
from wanhao.service.tickets.models import Category

# code, Chinese name, English name, needs evidence
TYPES = [
    ("field-repair", "现场维修", "Repair on site", True),
    ("line-test", "线路测试", "Line test", True),
    ("coverage-test", "信号测试", "Coverage test", True),
    ("construction", "工程整治", "Construction", True),
    ("account-check", "账务核查", "Check of an account", False),
    ("business-check", "业务核实", "Check of a business", False),
]

Step = tuple[str, ...]


@dataclass(frozen=True)
class Hop:
    """One order: the department, the type, what is asked, and what became of it (act, staff number, words)."""

    department: str
    type: str
    text: str
    hours_ago: float
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Case:
    """One ticket with its hops."""

    category: str
    text: str
    owner: str
    hours_ago: float
    hops: tuple[Hop, ...]
    kind: str = "fault"
    severity: str = "ordinary"


CASES = (
    Case(
        "broadband-down",
        "全家从昨晚开始断网，光猫红灯闪烁，客户在家办公，要求尽快恢复。",
        "8001",
        3,
        (Hop("dj-network", "field-repair", "光猫 LOS 告警，请上门检查入户光缆。", 2.5),),
    ),
    Case(
        "broadband-slow",
        "晚高峰网速只有 20M，办理的是 300M，测速截图已提供。",
        "8002",
        20,
        (
            Hop(
                "dj-network",
                "line-test",
                "请测试用户端口双向速率与光衰。",
                9,
                (("accept", "8711"), ("note", "8711", "已约客户今晚 19 点上门测速。")),
            ),
        ),
    ),
    Case(
        "iptv-fault",
        "电视每天晚上卡顿，换过机顶盒仍未解决。",
        "8015",
        8,
        (
            Hop(
                "dj-network",
                "field-repair",
                "请检查铜缆长度与信噪。",
                7,
                (("accept", "8712"), ("ask", "8712", "客户地址缺楼栋号，请补充，并确认周末是否在家。")),
            ),
        ),
    ),
    Case(
        "billing-error",
        "客户称 10 月多收增值业务费 15 元，未办理过该业务。",
        "8008",
        6,
        (
            Hop(
                "dj-finance",
                "account-check",
                "请核对 10 月账单中的增值业务扣费来源。",
                5,
                (("accept", "8750"), ("finish", "8750", "系合作方误订，已退订并退费 15 元，次月账单体现。")),
            ),
        ),
        "complaint",
    ),
    Case(
        "mobile-coverage",
        "小区地下车库完全没有信号，多位业主反映。",
        "8009",
        52,
        (
            Hop(
                "dj-network",
                "coverage-test",
                "请到现场测试并附测试报告。",
                50,
                (("refuse", "8710", "地下车库属新建覆盖，请派工程建设部。"),),
            ),
            Hop(
                "dj-construction",
                "construction",
                "请评估地下车库室分建设方案。",
                48,
                (("accept", "8740"), ("bounce", "8740", "尚无现场测试数据，无法立项，请先由网络部测试。")),
            ),
            Hop(
                "dj-network",
                "coverage-test",
                "工程建设部要求先出测试报告，请安排现场测试。",
                30,
                (("refuse", "8710", "测试仪器外借，下周才归还。"),),
            ),
            Hop("dj-construction", "construction", "请与网络部协商由谁测试并回复期限。", 28),
        ),
        "complaint",
        "serious",
    ),
    Case(
        "broadband-down",
        "客户反映断网，已第二次报修。",
        "8016",
        30,
        (
            Hop(
                "dj-network",
                "field-repair",
                "请上门更换老化皮线。",
                10,
                (
                    ("accept", "8711"),
                    ("finish", "8711", "已更换皮线光缆，光衰 18 dB，测速下行 298M。"),
                    ("false", "8016", "客户称无人上门，网络仍未恢复。"),
                    ("reopen", "8016", "客户称无人上门，请核实并重新上门。"),
                ),
            ),
        ),
        "fault",
        "serious",
    ),
    Case(
        "billing-refund",
        "营业厅承诺的首月减免未兑现。",
        "8010",
        26,
        (
            Hop(
                "dj-sales",
                "business-check",
                "请核实营业厅促销承诺与受理单。",
                25,
                (("accept", "8730"), ("finish", "8730", "促销政策属实，已提交减免，3 个工作日内到账。")),
            ),
        ),
        "complaint",
    ),
    Case(
        "hazard",
        "人民路与光华街口井盖缺失，已有行人绊倒。",
        "8003",
        1,
        (Hop("dj-construction", "construction", "安全隐患：请立即到场围挡并恢复井盖。", 0.8, (("accept", "8741"),)),),
        "fault",
        "major",
    ),
    Case(
        "service-attitude",
        "客户投诉装维人员未戴鞋套、未留联系方式。",
        "8011",
        4,
        (
            Hop(
                "dj-operations",
                "business-check",
                "请核实上门规范执行情况。",
                3,
                (("cancel", "8011", "客户来电表示误会，已撤诉。"),),
            ),
        ),
        "complaint",
    ),
)


def load_order_types() -> int:
    """Types of work orders, and the network department's own limit."""
    for position, (code, name_zh, name_en, needs_evidence) in enumerate(TYPES):
        OrderType.objects.create(
            code=code, name_zh=name_zh, name_en=name_en, needs_evidence=needs_evidence, position=position
        )
    network = Unit.objects.get(code="dj-network")
    own = Policy.objects.create(
        code="hop-dj-network",
        name_zh="网络部 12 小时回单",
        name_en="Network: 12 h",
        target=Target.HOP,
        minutes=12 * 60,
        unit=network,
        warn_percents=[75],
        position=10,
    )
    EscalationStep.objects.create(policy=own, after_minutes=0, whom=Whom.TEAM_LEADER)
    return len(TYPES)


@transaction.atomic
def load_work_orders(staff: dict[str, Staff]) -> int:
    """Tickets with orders in every state, of customers who do not call in the demo; how many orders."""
    customers = list(Party.objects.filter(region__code="dongjiang").order_by("-pk")[: len(CASES)])
    for case, customer in zip(CASES, customers, strict=False):
        category = Category.objects.get(code=case.category)
        details = TicketDetails(category.pk, case.text, case.kind, case.severity, customer_id=customer.pk)
        at = now() - timedelta(hours=case.hours_ago)
        ticket = tickets.open_ticket(details, by=staff[case.owner], at=at)
        ends = [now() - timedelta(hours=hop.hours_ago) for hop in case.hops[1:]]
        for hop, until in zip(case.hops, [*ends, now()], strict=True):
            send(ticket.pk, hop, until, staff, staff[case.owner])
    return WorkOrder.objects.count()


def send(ticket_id: int, hop: Hop, until: datetime, staff: dict[str, Staff], owner: Staff) -> None:
    """Send one order and let happen what became of it, one thing after the other before the next order."""
    department, kind = Unit.objects.get(code=hop.department), OrderType.objects.get(code=hop.type)
    at = now() - timedelta(hours=hop.hours_ago)
    order = actions.send_work_order(ticket_id, OrderDetails(department, kind, hop.text), by=owner, at=at)
    for place, (act, number, *said) in enumerate(hop.steps, start=1):
        happened = at + (until - at) * (place / (len(hop.steps) + 1))
        STEPS[act](order.pk, staff[number], happened, *said)


def finish(order_id: int, by: Staff, at: datetime, said: str) -> None:
    """With a record of the test as evidence."""
    record = SimpleUploadedFile("测试记录.txt", f"测试记录\n{said}\n处理人：{by.display_name}\n".encode())
    actions.finish_work_order(order_id, result=said, by=by, uploads=[record], at=at)


STEPS: dict[str, Callable[..., object]] = {
    "accept": lambda order_id, by, at: actions.accept_work_order(order_id, by=by, at=at),
    "refuse": lambda order_id, by, at, said: actions.refuse_work_order(order_id, reason=said, by=by, at=at),
    "bounce": lambda order_id, by, at, said: actions.bounce_work_order(order_id, reason=said, by=by, at=at),
    "ask": lambda order_id, by, at, said: actions.ask_back(order_id, question=said, by=by, at=at),
    "finish": finish,
    "false": lambda order_id, by, at, said: actions.mark_false(order_id, reason=said, by=by, at=at),
    "reopen": lambda order_id, by, at, said: actions.reopen_work_order(order_id, reason=said, by=by, at=at),
    "cancel": lambda order_id, by, at, said: actions.cancel_work_order(order_id, reason=said, by=by, at=at),
    "note": lambda order_id, by, at, said: actions.add_note(order_id, said, by=by, at=at),
}
