"""From a text to terms: without numbers and names, cut into words, pairs of characters and phrases."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wanhao.common.masking import mask_name, mask_number
from wanhao.management.improvement.mining.stop_words import DANGLING, EMPTY, ONLY_WITHIN, TRAILING

SURNAMED = re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐)")
NUMBER = re.compile(r"\d[\d\-]{4,}\d")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
CLAUSE = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9 ]+")
WORD = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{2,8}")
PHRASE_WORDS = 3
PHRASE_LENGTH = range(2, 9)


@dataclass(frozen=True)
class Read:
    """A text as the miner sees it: without numbers and names, the terms it is compared by, phrases that may name."""

    text: str
    terms: tuple[str, ...]
    phrases: frozenset[str]


def shown(text: str, names: Iterable[str] = ()) -> str:
    """The text as an example: long numbers, addresses of mail and names masked."""
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    text = ADDRESS.sub("***", text)
    text = SURNAMED.sub(lambda found: found[0][:-2][:1] + "*" + found[0][-2:], text)
    return NUMBER.sub(lambda found: mask_number(found[0]), text)


def read(text: str, names: Collection[str] = ()) -> Read:
    """Cut a text; what is a number or a name is gone before."""
    for name in names:
        if len(name) > 1:
            text = text.replace(name, " , ")
    text = SURNAMED.sub(" , ", ADDRESS.sub(" , ", text))
    clauses = [_words(clause) for clause in CLAUSE.split(text)]
    words = [word for clause in clauses for word in clause if _says_something(word)]
    phrases = frozenset(phrase for clause in clauses for phrase in _phrases(clause))
    return Read(text, (*words, *_pairs(text)), phrases)


def _words(clause: str) -> list[str]:
    """Words of a clause in order, '' where something stands that no phrase may go over."""
    import rjieba  # a dictionary of 100 ms, which only mining needs

    return [word if WORD.fullmatch(word := found.strip()) else "" for found in rjieba.cut(clause) if found.strip()]


def _says_something(word: str) -> bool:
    return len(word) > 1 and word not in EMPTY and word not in ONLY_WITHIN


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters: they hold where words are cut now so, now otherwise."""
    runs = CHINESE.findall(text)
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return [f"·{pair}" for pair in pairs if pair not in EMPTY]


def _phrases(words: list[str]) -> Iterable[str]:
    """One to three neighbouring words that may name something: 网速慢, 账单 + 错误, 没有 + 信号."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + PHRASE_WORDS, len(words)) + 1):
            part = words[start:end]
            if not all(part) or any(word in EMPTY for word in part):
                break
            phrase = "".join(part)
            is_whole = part[0] not in TRAILING and part[-1] not in DANGLING
            if is_whole and len(phrase) in PHRASE_LENGTH and any(_says_something(word) for word in part):
                yield phrase
