"""How true predictions proved: error of the median, coverage of the P90, and the same of the usual estimators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wanhao.service.waits.rules import kaplan_meier

ANSWERED = "answered"


@dataclass(frozen=True)
class Row:
    """A prediction on entry and what came; seconds."""

    outcome: str
    waited: float
    p50: float
    p90: float
    last_entered: float | None
    simple: float | None
    running_average: float | None


@dataclass(frozen=True)
class Error:
    """The error of one estimator over the answered ones: sums, so that they can be added up."""

    absolute_seconds: float
    signed_seconds: float
    many: int

    @property
    def mae(self) -> float | None:
        """Mean absolute error in seconds."""
        return self.absolute_seconds / self.many if self.many else None

    @property
    def bias(self) -> float | None:
        """Mean of predicted minus waited; above zero the prediction was too long."""
        return self.signed_seconds / self.many if self.many else None


@dataclass(frozen=True)
class Accuracy:
    """How true the predictions of a queue proved."""

    predicted: int
    answered: int
    within_p90: int
    coverage: float | None
    ours: Error
    last_entered: Error
    simple: Error
    running_average: Error

    @property
    def is_best(self) -> bool:
        """Is our mean error below that of every usual estimator?"""
        others = [row.mae for row in (self.last_entered, self.simple, self.running_average) if row.mae is not None]
        return self.ours.mae is not None and all(self.ours.mae < mae for mae in others)


def error_of(pairs: Sequence[tuple[float | None, float]]) -> Error:
    """The error of an estimator over pairs of predicted (None where it said nothing) and waited seconds."""
    differences = [predicted - waited for predicted, waited in pairs if predicted is not None]
    return Error(sum(abs(one) for one in differences), sum(differences), len(differences))


def accuracy_of(rows: Sequence[Row]) -> Accuracy:
    """Errors over the answered; the coverage on the Kaplan–Meier curve, where who gave up counts until then."""
    answered = [row for row in rows if row.outcome == ANSWERED]
    ratios = [row.waited / max(row.p90, 1e-3) for row in rows]
    curve = kaplan_meier(ratios, [row.outcome == ANSWERED for row in rows])
    return Accuracy(
        predicted=len(rows),
        answered=len(answered),
        within_p90=sum(row.waited <= row.p90 for row in answered),
        coverage=curve.within(1.0) if answered else None,
        ours=error_of([(row.p50, row.waited) for row in answered]),
        last_entered=error_of([(row.last_entered, row.waited) for row in answered]),
        simple=error_of([(row.simple, row.waited) for row in answered]),
        running_average=error_of([(row.running_average, row.waited) for row in answered]),
    )
