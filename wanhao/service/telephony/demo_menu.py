"""The voice menu of the demonstration operator, as data and the action that loads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from wanhao.service.telephony.models import AccessCode, MenuBranch, MenuNode, Prompt
from wanhao.service.telephony.rules import Kind

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit

PROMPTS = {
    "welcome": (
        "您好，欢迎致电万和电信一万号客户服务热线。",
        "Hello, and welcome to Wanhe Telecom customer service.",
    ),
    "main-menu": (
        "查询余额请按一，故障申报请按二，投诉建议请按三，人工服务请按零，英语服务请按九。",
        "For your balance, press 1. To report a fault, press 2. For complaints and suggestions, press 3. "
        "To speak to a representative, press 0.",
    ),
    "english-chosen": ("您已选择英语服务。", "You have chosen English."),
    "to-fault": ("正在为您转接宽带故障专席。", "We are connecting you to our broadband specialists."),
    "to-complaint": ("正在为您转接投诉专席。", "We are connecting you to our complaints team."),
    "after-hours": (
        "您好，现在是非人工服务时间。人工服务时间为每天上午八点到晚上十点。查询余额请按一，故障申报请按二，结束请直接挂机。",
        "Our representatives are available every day from eight in the morning to ten in the evening. "
        "For your balance, press 1. To report a fault, press 2. Otherwise, please hang up.",
    ),
    "menu-goodbye": ("感谢您致电万和电信，再见。", "Thank you for calling Wanhe Telecom. Goodbye."),
}


@dataclass(frozen=True)
class DemoStep:
    """A step of the demonstration's menu."""

    code: str
    kind: Kind
    prompt: str = ""
    queue: str = ""
    language: str = ""
    branches: dict[str, str] = field(default_factory=dict)


STEPS = (
    DemoStep("welcome", Kind.MESSAGE, "welcome", branches={"next": "opening-hours"}),
    DemoStep("opening-hours", Kind.HOURS, branches={"open": "main-menu", "closed": "after-hours"}),
    DemoStep(
        "main-menu",
        Kind.MENU,
        "main-menu",
        branches={
            "1": "balance",
            "2": "to-fault",
            "3": "to-complaint",
            "9": "english",
            "0": "general",
            "invalid": "general",
            "timeout": "general",
        },
    ),
    DemoStep("balance", Kind.BALANCE, branches={"next": "main-menu"}),
    DemoStep("to-fault", Kind.MESSAGE, "to-fault", branches={"next": "fault"}),
    DemoStep("to-complaint", Kind.MESSAGE, "to-complaint", branches={"next": "complaint"}),
    DemoStep("english", Kind.LANGUAGE, language="en", branches={"next": "english-menu"}),
    DemoStep(
        "english-menu",
        Kind.MENU,
        "main-menu",
        branches={
            "1": "english-balance",
            "2": "english-queue",
            "3": "english-queue",
            "0": "english-queue",
            "invalid": "english-queue",
            "timeout": "english-queue",
        },
    ),
    DemoStep("english-balance", Kind.BALANCE, branches={"next": "english-menu"}),
    DemoStep(
        "after-hours",
        Kind.MENU,
        "after-hours",
        branches={"1": "night-balance", "2": "to-fault", "invalid": "goodbye", "timeout": "goodbye"},
    ),
    DemoStep("night-balance", Kind.BALANCE, branches={"next": "goodbye"}),
    DemoStep("general", Kind.QUEUE, queue="general"),
    DemoStep("fault", Kind.QUEUE, queue="fault"),
    DemoStep("complaint", Kind.QUEUE, queue="complaint"),
    DemoStep("english-queue", Kind.QUEUE, queue="english"),
    DemoStep("goodbye", Kind.HANG_UP, "menu-goodbye"),
)


@transaction.atomic
def load_demo_menu(*, unit: Unit, queues: dict[str, int], hours_id: int, number: str = "10000") -> None:
    """Make the menu behind `number`; `queues` maps the codes general, fault, complaint and english to row ids."""
    prompts = {
        code: Prompt.objects.update_or_create(code=code, defaults={"text_zh": zh, "text_en": en})[0]
        for code, (zh, en) in PROMPTS.items()
    }
    nodes = {
        step.code: MenuNode.objects.update_or_create(
            code=step.code,
            defaults={
                "kind": step.kind.value,
                "prompt": prompts.get(step.prompt),
                "queue_id": queues[step.queue] if step.queue else None,
                "language": step.language,
                "hours_id": hours_id if step.kind is Kind.HOURS else None,
            },
        )[0]
        for step in STEPS
    }
    MenuBranch.objects.filter(node__in=nodes.values()).delete()
    for step in STEPS:
        for word, to in step.branches.items():
            MenuBranch.objects.create(node=nodes[step.code], on=word, to=nodes[to])
    AccessCode.objects.update_or_create(
        number=number,
        defaults={
            "name_zh": "客户服务热线",
            "name_en": "Customer service hotline",
            "first_node": nodes["welcome"],
            "unit": unit,
        },
    )
