"""The voice menu of the demonstration operator, and the action that loads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from wanhao.foundation.audit.events import Actor
from wanhao.service.ivr import actions, graph
from wanhao.service.ivr.graph import Graph
from wanhao.service.ivr.models import AccessCode, Flow
from wanhao.service.ivr.rules import Kind, Step

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit

DEMO = Actor.system("demo")
HOURS = "hotline"

STEPS = (
    Step(
        "welcome",
        Kind.MESSAGE,
        {"next": "opening-hours"},
        "您好，欢迎致电万和电信一万号客户服务热线。",
        "Hello, and welcome to Wanhe Telecom customer service.",
    ),
    Step("opening-hours", Kind.HOURS, {"open": "main-menu", "closed": "after-hours"}, hours=HOURS),
    Step(
        "main-menu",
        Kind.MENU,
        {
            "1": "account-pin",
            "2": "known-fault",
            "3": "to-complaint",
            "4": "progress-pin",
            "5": "callback",
            "6": "sim-loss",
            "9": "english",
            "0": "general",
            "invalid": "general",
            "timeout": "general",
        },
        "余额和账单请按一，故障申报请按二，投诉建议请按三，工单进度请按四，预约回拨请按五，手机或卡丢失请按六，人工服务请按零，英语服务请按九。",
        "For your balance and bill, press 1. To report a fault, press 2. For complaints and suggestions, press 3. "
        "For the progress of your tickets, press 4. To be called back, press 5. "
        "If you have lost your SIM card, press 6. To speak to a representative, press 0. "
        "For English, press 9.",
    ),
    Step(
        "account-pin",
        Kind.PIN,
        {"right": "balance", "wrong": "main-menu", "locked": "general", "none": "general", "*": "general"},
        "请输入六位业务密码，人工服务请按星号。",
        "Please enter your six digit business PIN. To speak to a representative, press star.",
        timeout_seconds=8,
    ),
    Step("balance", Kind.BALANCE, {"next": "account-menu"}),
    Step(
        "account-menu",
        Kind.MENU,
        {
            "1": "bill",
            "2": "pin-change",
            "9": "main-menu",
            "0": "general",
            "invalid": "main-menu",
            "timeout": "main-menu",
        },
        "上月账单请按一，修改业务密码请按二，返回请按九，人工服务请按零。",
        "For your last bill, press 1. To change your business PIN, press 2. To go back, press 9. "
        "To speak to a representative, press 0.",
    ),
    Step("bill", Kind.BILL, {"next": "account-menu"}),
    Step("pin-change", Kind.PIN_CHANGE, {"next": "account-menu"}),
    Step(
        "progress-pin",
        Kind.PIN,
        {"right": "progress", "wrong": "main-menu", "locked": "general", "none": "general", "*": "general"},
        "请输入六位业务密码，人工服务请按星号。",
        "Please enter your six digit business PIN. To speak to a representative, press star.",
        timeout_seconds=8,
    ),
    Step("progress", Kind.PROGRESS, {"next": "main-menu"}),
    Step("callback", Kind.CALLBACK, queue="general"),
    Step("sim-loss", Kind.QUEUE, queue="general", business_type="sim_loss"),
    Step("known-fault", Kind.BRANCH, {"yes": "fault-in-work", "else": "to-fault"}, fact="open_fault"),
    Step(
        "fault-in-work",
        Kind.MESSAGE,
        {"next": "fault"},
        "您申报的故障正在处理，正在为您转接宽带故障专席。",
        "The fault you reported is being worked on. We are connecting you to our broadband specialists.",
    ),
    Step(
        "to-fault",
        Kind.MESSAGE,
        {"next": "fault"},
        "正在为您转接宽带故障专席。",
        "We are connecting you to our broadband specialists.",
    ),
    Step(
        "to-complaint",
        Kind.MESSAGE,
        {"next": "complaint"},
        "正在为您转接投诉专席。",
        "We are connecting you to our complaints team.",
    ),
    Step("english", Kind.LANGUAGE, {"next": "english-menu"}, language="en"),
    Step(
        "english-menu",
        Kind.MENU,
        {
            "1": "english-pin",
            "2": "english-queue",
            "3": "english-queue",
            "4": "english-progress-pin",
            "0": "english-queue",
            "invalid": "english-queue",
            "timeout": "english-queue",
        },
        "查询余额请按一，故障申报请按二，投诉建议请按三，工单进度请按四，人工服务请按零。",
        "For your balance, press 1. To report a fault, press 2. For complaints and suggestions, press 3. "
        "For the progress of your tickets, press 4. To speak to a representative, press 0.",
    ),
    Step(
        "english-pin",
        Kind.PIN,
        {
            "right": "english-balance",
            "wrong": "english-menu",
            "locked": "english-queue",
            "none": "english-queue",
            "*": "english-queue",
        },
        "请输入六位业务密码，人工服务请按星号。",
        "Please enter your six digit business PIN. To speak to a representative, press star.",
        timeout_seconds=8,
    ),
    Step("english-balance", Kind.BALANCE, {"next": "english-menu"}),
    Step(
        "english-progress-pin",
        Kind.PIN,
        {
            "right": "english-progress",
            "wrong": "english-menu",
            "locked": "english-queue",
            "none": "english-queue",
            "*": "english-queue",
        },
        "请输入六位业务密码，人工服务请按星号。",
        "Please enter your six digit business PIN. To speak to a representative, press star.",
        timeout_seconds=8,
    ),
    Step("english-progress", Kind.PROGRESS, {"next": "english-menu"}),
    Step(
        "after-hours",
        Kind.MENU,
        {"1": "night-pin", "2": "to-fault", "5": "message", "invalid": "goodbye", "timeout": "goodbye"},
        "您好，现在是非人工服务时间。人工服务时间为每天上午八点到晚上十点。"
        "查询余额请按一，故障申报请按二，留言请按五，结束请直接挂机。",
        "Our representatives are available every day from eight in the morning to ten in the evening. "
        "For your balance, press 1. To report a fault, press 2. To leave a message, press 5. "
        "Otherwise, please hang up.",
    ),
    Step(
        "night-pin",
        Kind.PIN,
        {"right": "night-balance", "wrong": "goodbye", "locked": "message", "none": "message"},
        "请输入六位业务密码。",
        "Please enter your six digit business PIN.",
        timeout_seconds=8,
    ),
    Step("night-balance", Kind.BALANCE, {"next": "goodbye"}),
    Step("message", Kind.VOICE_MESSAGE),
    Step("general", Kind.QUEUE, queue="general"),
    Step("fault", Kind.QUEUE, queue="fault"),
    Step("complaint", Kind.QUEUE, queue="complaint"),
    Step("english-queue", Kind.QUEUE, queue="english"),
    Step("goodbye", Kind.HANG_UP, {}, "感谢您致电万和电信，再见。", "Thank you for calling Wanhe Telecom. Goodbye."),
)


NAMES = {
    "welcome": ("欢迎语", "Welcome"),
    "opening-hours": ("服务时间判断", "Opening hours"),
    "main-menu": ("主菜单", "Main menu"),
    "account-pin": ("账户验密", "PIN for the account"),
    "balance": ("余额查询", "Balance"),
    "account-menu": ("账户菜单", "Account menu"),
    "bill": ("账单查询", "Bill"),
    "pin-change": ("修改密码", "Change of the PIN"),
    "progress-pin": ("进度查询验密", "PIN for the progress"),
    "progress": ("工单进度", "Progress of tickets"),
    "callback": ("预约回拨", "Callback"),
    "sim-loss": ("手机或卡丢失", "Lost SIM card"),
    "known-fault": ("是否已有故障单", "Is a fault known?"),
    "fault-in-work": ("故障处理中提示", "Fault is in work"),
    "to-fault": ("转故障提示", "To the fault desk"),
    "to-complaint": ("转投诉提示", "To complaints"),
    "english": ("切换英语", "Change to English"),
    "english-menu": ("英语菜单", "English menu"),
    "english-pin": ("英语验密", "PIN in English"),
    "english-balance": ("英语余额查询", "Balance in English"),
    "english-progress-pin": ("英语进度验密", "PIN for the progress, in English"),
    "english-progress": ("英语工单进度", "Progress in English"),
    "after-hours": ("非服务时间菜单", "After hours"),
    "night-pin": ("夜间验密", "PIN at night"),
    "night-balance": ("夜间余额查询", "Balance at night"),
    "message": ("语音留言", "Voice message"),
    "general": ("综合坐席", "General queue"),
    "fault": ("故障坐席", "Fault queue"),
    "complaint": ("投诉坐席", "Complaint queue"),
    "english-queue": ("英语坐席", "English queue"),
    "goodbye": ("结束语", "Goodbye"),
}


def demo_graph() -> Graph:
    """The demonstration's menu, its steps named and in their places."""
    named = {step.code: replace(step, name_zh=NAMES[step.code][0], name_en=NAMES[step.code][1]) for step in STEPS}
    return graph.arranged(Graph("welcome", named))


@transaction.atomic
def load_demo_flow(*, unit: Unit, number: str = "10000") -> Flow:
    """Publish the menu and let `number` open it; hours `hotline` and the four queues must be there."""
    flow = actions.make_flow(
        "hotline", name_zh="客户服务热线", name_en="Customer hotline", unit=unit, by=DEMO, draft=demo_graph()
    )
    actions.publish(flow.pk, version=flow.draft_version, by=DEMO)
    AccessCode.objects.create(
        number=number, name_zh="客户服务热线", name_en="Customer service hotline", flow=flow, unit=unit
    )
    return flow
