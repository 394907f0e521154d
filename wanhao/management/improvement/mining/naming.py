"""What a group of texts is called: phrases common in it and rare elsewhere (c-TF-IDF over words and neighbours)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log
from typing import TYPE_CHECKING

from wanhao.management.improvement.mining.stop_words import ONLY_WITHIN

if TYPE_CHECKING:
    from wanhao.management.improvement.mining.reading import Read

KEYWORDS = 12
CANDIDATES = 80
ENOUGH_TEXTS = 3  # a phrase of fewer texts is nobody's theme, and might be somebody's name
MOST_INSIDE, MOST_OUTSIDE = 300, 1500
LONGER = 0.2  # of the weight of what it lengthens
TROUBLE = 1.3  # 信号差 says more than 手机信号
BY_LENGTH = {2: 1.0, 3: 1.7, 4: 2.1, 5: 2.0, 6: 1.8, 7: 1.4}


def keywords(inside: Sequence[Read], outside: Sequence[Read], never: Collection[str] = ()) -> dict[str, float]:
    """Phrases with their weight, the heaviest first: share of texts inside × log(share inside ÷ share outside).

    Worked example: 网速慢 in 11 of 12 texts inside and in none of 132 outside:
    0.917 × log(0.917 ÷ (0.5 ÷ 133)) = 5.04. `never` are names of people: a phrase that holds one is left out.
    """
    inside, outside = thinned(inside, MOST_INSIDE), thinned(outside, MOST_OUTSIDE)
    found = Counter(phrase for one in inside for phrase in one.phrases)
    weights = {}
    for phrase, _count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]:
        count = sum(phrase in one.text for one in inside)
        share = count / len(inside)
        elsewhere = (sum(phrase in one.text for one in outside) + 0.5) / (len(outside) + 1)
        if count >= ENOUGH_TEXTS and share > elsewhere and not _holds_a_name(phrase, never):
            weights[phrase] = round(share * log(share / elsewhere), 4)
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def _holds_a_name(phrase: str, never: Collection[str]) -> bool:
    return any(len(name) > 1 and name in phrase for name in never)


def thinned(many: Sequence[Read], most: int) -> Sequence[Read]:
    """At most so many of them, evenly."""
    return many[:: -(-len(many) // most)] if len(many) > most else many


def name_of(weights: dict[str, float], taken: Collection[str] = ()) -> str:
    """The phrase that says most, made longer where many texts say it longer: 网速 → 网速慢; '' if none is left."""
    told = {phrase: weight * BY_LENGTH.get(len(phrase), 1.0) for phrase, weight in weights.items()}
    free = [phrase for phrase in told if phrase not in taken]
    if not free:
        return ""
    heart = max(free, key=lambda phrase: (told[phrase], phrase))
    longer = [one for one in free if heart in one and one != heart and weights[one] >= LONGER * weights[heart]]
    return max(longer, key=lambda one: (weights[one] * (TROUBLE if _says_trouble(one) else 1), one), default=heart)


def _says_trouble(phrase: str) -> bool:
    return any(word in phrase for word in ONLY_WITHIN)


def says_the_same(name: str, other: str, weights: dict[str, float]) -> bool:
    """Is a group of this name what the theme of the other name is about: one within the other, or its heaviest word?"""
    heaviest = max(weights, key=lambda phrase: (weights[phrase], phrase), default="")
    return bool(name) and (name in other or other in name or name == heaviest)


def shown_keywords(weights: dict[str, float]) -> dict[str, float]:
    """The keywords for reading, the heaviest first: none that is part of a heavier one."""
    kept: list[str] = []
    for phrase in sorted(weights, key=lambda phrase: (-weights[phrase], phrase)):
        if not any(phrase in other or other in phrase for other in kept):
            kept.append(phrase)
        if len(kept) == KEYWORDS:
            break
    return {phrase: weights[phrase] for phrase in kept}
