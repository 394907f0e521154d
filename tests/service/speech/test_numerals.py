"""Numbers as they are spoken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanhao.service.speech import numerals

VALUES = {"零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}


def heard(text: str) -> int:
    """What a listener understands."""
    total = group = digit = 0
    for sign in text:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign in PLACES:
            group += (digit or 1) * PLACES[sign]
            digit = 0
        else:
            total += (group + digit) * GROUPS[sign]
            group = digit = 0
    return total + group + digit


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),  # a gap is said once
        (110, "一百一十"),
        (1001, "一千零一"),  # also when it is two places wide
        (20030, "二万零三十"),
        (100001, "十万零一"),
        (200500, "二十万零五百"),
        (100000000, "一亿"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert numerals.chinese_number(number) == text


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_listener_understands_the_number(number: int) -> None:
    assert heard(numerals.chinese_number(number)) == number


def test_two_callers_are_liang() -> None:
    assert [numerals.spoken_count(n, "zh") for n in (1, 2, 3, 12)] == ["一", "两", "三", "十二"]
    assert numerals.spoken_count(2, "en") == "2"


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("0", "零元", "0 yuan"),
        ("2", "两元", "2 yuan"),
        ("123.45", "一百二十三元四角五分", "123 yuan and 45 fen"),
        ("10.05", "十元零五分", "10 yuan and 5 fen"),
        ("0.5", "五角", "0 yuan and 50 fen"),
        ("-3.20", "负三元二角", "minus 3 yuan and 20 fen"),
    ],
)
def test_money(amount: str, zh: str, en: str) -> None:
    assert numerals.spoken_money(Decimal(amount), "zh") == zh
    assert numerals.spoken_money(Decimal(amount), "en") == en


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (0, 1, "不到一分钟", "less than 1 minute"),
        (1, 2, "大约一到两分钟", "about 1 to 2 minutes"),
        (2, 2, "大约两分钟", "about 2 minutes"),
        (3, 5, "大约三到五分钟", "about 3 to 5 minutes"),
        (45, None, "超过四十五分钟", "more than 45 minutes"),
    ],
)
def test_ranges_of_minutes(low: int, high: int | None, zh: str, en: str) -> None:
    assert numerals.spoken_range(low, high, "zh") == zh
    assert numerals.spoken_range(low, high, "en") == en
