"""Customers that do not exist, as rows of the customers' import: the same seed gives the same people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from lab.operator_data import PLANS

SURNAMES = "柏苍穹东方禾江景岚黎陌南宫牧青丘桑若石叶云泽钟"
GIVEN = ["一粟", "听雨", "望舒", "知微", "拾光", "观澜", "长歌", "半夏", "千寻", "沐阳", "怀瑾", "若水", "归舟", "清越"]
CALLING_CUSTOMERS = 400  # in the demo the first ones call, again and again, so that they have a history
STREETS = ["样例路", "演示街", "模拟大道", "测试巷"]


@dataclass(frozen=True)
class Invented:
    """One invented customer with what they hold."""

    key: str
    name: str
    identity_number: str
    tier: str
    segment: str
    language: str
    special_needs: str
    region: str
    account: str
    services: tuple[tuple[str, str, str, str], ...]  # service, number, plan code, plan name
    address: str


def mobile(position: int) -> str:
    """An 11-digit number beginning with 121, which no operator issues."""
    return f"121{position:08d}"


def invented_customers(count: int, seed: int = 10000) -> Iterator[Invented]:
    """As many as asked for; customer n has the mobile number `mobile(n)`."""
    chance = random.Random(seed)
    for position in range(1, count + 1):
        yield _customer(position, chance)


def _customer(position: int, chance: random.Random) -> Invented:
    tier = chance.choices(["standard", "silver", "gold", "vip"], [70, 18, 9, 3])[0]
    region = chance.choices(["dongjiang", "xiling"], [7, 3])[0]
    is_foreign = chance.random() < 0.02
    name = f"Guest {position:05d}" if is_foreign else chance.choice(SURNAMES) + chance.choice(GIVEN)
    return Invented(
        key=f"W{position:07d}",
        name=name,
        identity_number=f"E{position:08d}",
        tier=tier,
        segment="high_value" if tier == "vip" else chance.choices(["home", "business", "young"], [7, 1, 2])[0],
        language="en" if is_foreign else "zh",
        special_needs="elderly" if chance.random() < 0.06 else "",
        region=region,
        account=f"A{position:09d}",
        services=tuple(_services(position, chance)),
        address=f"{'东江市' if region == 'dongjiang' else '西岭市'}{chance.choice(STREETS)}{chance.randint(1, 999)}号",
    )


def _services(position: int, chance: random.Random) -> Iterator[tuple[str, str, str, str]]:
    plan = chance.choice([p for p in PLANS if p[1] == "mobile"])
    yield "mobile", mobile(position), plan[0], plan[2]
    if chance.random() < 0.55:
        plan = chance.choice([p for p in PLANS if p[1] == "broadband"])
        yield "broadband", f"B{position:08d}", plan[0], plan[2]
        if chance.random() < 0.5:
            yield "iptv", f"T{position:08d}", "t-basic", "IPTV 基础包"
    if chance.random() < 0.15:
        yield "fixed", f"0900{position:07d}", "f-basic", "固定电话月租"
