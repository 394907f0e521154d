"""Groups of texts that say the same: TF-IDF, its main directions (LSA), average linkage from below.

Chosen by measuring (docs/decisions/0010-themes.md). Everything is deterministic: the same texts give the same groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
MOST_TERMS = 4000
RAREST = 2  # texts a term must be in to count
COMMONEST = 0.25  # share of texts above which a term says nothing
FEWEST_DIRECTIONS, MOST_DIRECTIONS = 8, 24
ROUNDS = 4


class Space:
    """Where texts become directions: learned from some texts, then any text can be placed in it."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        found = Counter(term for text in texts for term in set(text))
        ceiling = max(COMMONEST * len(texts), RAREST)
        kept = [term for term, count in found.most_common() if RAREST <= count <= ceiling][:MOST_TERMS]
        self.place = {term: column for column, term in enumerate(kept)}
        self.rarity = np.array([log((1 + len(texts)) / (1 + found[term])) for term in kept], np.float32)
        self.axes = _main_directions(self._weighed(texts), directions_for(len(texts)))

    def vectors(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """One direction of length 1 for each text; all zeros where none of its terms is known."""
        return lengthened(self._weighed(texts) @ self.axes)

    def _weighed(self, texts: Sequence[Sequence[str]]) -> Vectors:
        table = np.zeros((len(texts), len(self.place)), np.float32)
        for row, text in enumerate(texts):
            for term, count in Counter(term for term in text if term in self.place).items():
                table[row, self.place[term]] = 1 + log(count)
        return lengthened(table * self.rarity)


def directions_for(texts: int) -> int:
    """How many directions so many texts can carry: about the root of their number."""
    return max(FEWEST_DIRECTIONS, min(MOST_DIRECTIONS, round(sqrt(texts))))


def lengthened(rows: Any) -> Vectors:
    """Rows of length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)
    return scaled


def _main_directions(table: Vectors, count: int) -> Vectors:
    """The first right singular vectors, by subspace iteration from a fixed start."""
    count = min(count, *table.shape)
    if not count:
        return np.zeros((table.shape[1], 0), np.float32)
    start = np.random.default_rng(1).standard_normal((table.shape[1], min(count + 10, *table.shape)))
    basis, _ = np.linalg.qr(start)
    for _round in range(ROUNDS):
        basis, _ = np.linalg.qr(table.T @ (table @ basis))
    _left, _sizes, right = np.linalg.svd(table @ basis, full_matrices=False)
    axes: Vectors = np.asarray(basis @ right.T[:, :count], np.float32)
    return axes


def joined_from_below(vectors: Vectors, least: float) -> list[list[int]]:
    """Rows joined while the mean similarity of two groups is at least `least`; the biggest group first."""
    many = len(vectors)
    near = (vectors @ vectors.T).astype(np.float32)
    np.fill_diagonal(near, -2)
    groups = {row: [row] for row in range(many)}
    best = near.max(axis=1) if many else np.zeros(0, np.float32)
    while len(groups) > 1:
        one = int(best.argmax())
        if best[one] < least:
            break
        other = int(near[one].argmax())
        _join(near, best, groups, one, other)
    return sorted(groups.values(), key=lambda rows: (-len(rows), rows[0]))


def _join(near: Vectors, best: Vectors, groups: dict[int, list[int]], one: int, other: int) -> None:
    """Put the other group into the first; similarities become their mean by size."""
    here, there = len(groups[one]), len(groups[other])
    mixed = (near[one] * here + near[other] * there) / (here + there)
    lost = (near[:, one] >= best - 1e-6) | (near[:, other] >= best - 1e-6)
    mixed[[one, other]] = -2
    mixed[near[one] == -2] = -2
    near[one], near[:, one] = mixed, mixed
    near[other], near[:, other] = -2, -2
    groups[one] += groups.pop(other)
    best[other] = -2
    for row in np.flatnonzero(lost):
        best[row] = near[row].max() if int(row) in groups else -2
    best[one] = near[one].max()
    rising = mixed > best
    best[rising] = mixed[rising]


def centre(vectors: Vectors) -> Vectors:
    """The mean direction of a group."""
    middle: Vectors = lengthened(vectors.mean(axis=0, keepdims=True))[0]
    return middle
