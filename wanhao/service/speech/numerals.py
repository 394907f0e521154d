"""Numbers, money and durations as they are spoken, in Mandarin and in English."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
GROUPS = ("", "万", "亿", "万亿")


def chinese_number(number: int) -> str:
    """A whole number read aloud: 10 → 十, 105 → 一百零五, 20030 → 二万零三十."""
    if number < 0:
        return "负" + chinese_number(-number)
    digits = str(number)
    text, gap = "", False
    for at, digit in enumerate(digits):
        place = len(digits) - 1 - at
        if digit == "0":
            gap = True
        else:
            text += ("零" if gap and text else "") + DIGITS[int(digit)] + PLACES[place % 4]
            gap = False
        if place % 4 == 0 and any(d != "0" for d in digits[max(0, at - 3) : at + 1]):
            text += GROUPS[place // 4]
    if text.startswith("一十"):
        text = text[1:]
    return text or DIGITS[0]


def chinese_count(number: int) -> str:
    """A number before a measure word: two is 两 (两位), all others as usual."""
    return "两" if number == 2 else chinese_number(number)


def spoken_count(number: int, language: str) -> str:
    """How many, in the caller's language."""
    return chinese_count(number) if language == "zh" else str(number)


def spoken_money(amount: Decimal, language: str) -> str:
    """Money read aloud: 123.45 → 一百二十三元四角五分, 123 yuan 45."""
    cents = int((abs(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, fen = divmod(cents, 100)
    if language != "zh":
        words = f"{yuan} yuan" + (f" and {fen} fen" if fen else "")
        return f"minus {words}" if amount < 0 else words
    text = f"{chinese_count(yuan)}元" if yuan or not fen else ""
    if fen:
        text += f"{DIGITS[fen // 10]}角" if fen >= 10 else "零" if yuan else ""
        text += f"{DIGITS[fen % 10]}分" if fen % 10 else ""
    return f"负{text}" if amount < 0 else text


def spoken_range(low: int, high: int | None, language: str) -> str:
    """A wait in minutes: (2, 4) → 大约两到四分钟, about 2 to 4 minutes; low 0 is less than, no high is more than."""
    if language == "zh":
        return _chinese_range(low, high)
    unit = "minute" if (high or low) == 1 else "minutes"
    if high is None:
        return f"more than {low} {unit}"
    if not low:
        return f"less than {high} {unit}"
    return f"about {low} {unit}" if low == high else f"about {low} to {high} {unit}"


def _chinese_range(low: int, high: int | None) -> str:
    if high is None:
        return f"超过{chinese_count(low)}分钟"
    if not low:
        return f"不到{chinese_count(high)}分钟"
    if low == high:
        return f"大约{chinese_count(low)}分钟"
    return f"大约{chinese_count(low)}到{chinese_count(high)}分钟"


def spoken_digits(number: str, language: str) -> str:
    """A number read figure by figure, in groups one can write down: T20-15 → T，二零，一五."""
    groups = ["".join(group) for group in _groups(number)]
    if language == "zh":
        return "，".join("".join(DIGITS[int(c)] if c.isdigit() else c for c in group) for group in groups)
    return ", ".join(" ".join(group) for group in groups)


def _groups(number: str) -> list[list[str]]:
    """Letters, and figures by fours; other characters part groups."""
    groups: list[list[str]] = [[]]
    for character in number:
        last = groups[-1]
        if not character.isalnum():
            groups.append([])
        elif last and (len(last) == 4 or last[-1].isdigit() != character.isdigit()):
            groups.append([character])
        else:
            last.append(character)
    return [group for group in groups if group]


def spoken_month(month: date, language: str) -> str:
    """A month: 十月, October."""
    return f"{chinese_number(month.month)}月" if language == "zh" else ENGLISH_MONTHS[month.month - 1]


def spoken_day(day: date, language: str) -> str:
    """A day of the year: 十二月二日, December 2."""
    if language == "zh":
        return f"{chinese_number(day.month)}月{chinese_number(day.day)}日"
    return f"{ENGLISH_MONTHS[day.month - 1]} {day.day}"


KEY_NAMES = {"*": ("星号", "star"), "#": ("井号", "hash")}


def spoken_key(key: str, language: str) -> str:
    """A key by its name: 1 → 一, one digit; * → 星号, star."""
    if key in KEY_NAMES:
        return KEY_NAMES[key][0 if language == "zh" else 1]
    return DIGITS[int(key)] if language == "zh" else key
