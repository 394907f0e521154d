"""What is estimated of each queue, and the predictions made, kept to be compared with what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.foundation.accounts.scope import ScopedQuerySet
from wanhao.service.waits.at_once import Kind
from wanhao.service.waits.rules import QueueModel, agents_after
from wanhao.service.waits.sharing import Ring, Rival


class WaitParameters(models.Model):
    """What an estimate needs to know of a queue, measured again every few seconds. Times in seconds."""

    queue = models.OneToOneField("routing.Queue", models.CASCADE, primary_key=True, related_name="+")
    service_mean_seconds = models.FloatField()
    services = models.PositiveIntegerField(default=0)
    patience_mean_seconds = models.FloatField()
    abandoned = models.PositiveIntegerField(default=0)
    answer_seconds = models.FloatField(default=0)
    kinds = models.JSONField(default=list)
    rings = models.JSONField(default=list)
    idle = models.FloatField(default=0)
    arrivals_a_second = models.FloatField(default=0)
    overtaking = models.JSONField(default=list)
    overtaking_beside = models.JSONField(default=list)
    seen = models.PositiveIntegerField(default=0)
    level = models.FloatField(default=1)
    spread = models.FloatField(default=1)
    compared = models.PositiveIntegerField(default=0)
    measured_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wait parameters of a queue")
        verbose_name_plural = _("wait parameters of queues")

    def __str__(self) -> str:
        return f"{self.queue_id}"

    @property
    def agents_at_once(self) -> float:
        """Agents at work who serve the queue from the first second of a wait."""
        return agents_after(self.model.rings, 0)

    @property
    def contact_kinds(self) -> list[Kind]:
        """What comes to the queue: channels and weights, the most frequent first."""
        return [(channel, weight, many) for channel, weight, many in self.kinds]

    @property
    def rival_queues(self) -> set[int]:
        """The other queues of this queue's agents."""
        return {rival[0] for ring in self.rings for rival in ring[3]}

    @property
    def model(self) -> QueueModel:
        """As the rules take it."""
        return QueueModel(
            service_mean_seconds=self.service_mean_seconds,
            patience_mean_seconds=self.patience_mean_seconds,
            answer_seconds=self.answer_seconds,
            rings=tuple(
                Ring(after, agents, ends, tuple(Rival(*rival) for rival in rivals), *at_once)
                for after, agents, ends, rivals, *at_once in self.rings
            ),
            overtaking=tuple((start, rate) for start, rate in [*self.overtaking, *self.overtaking_beside]),
            seen=self.seen,
            level=self.level,
            spread=self.spread,
        )


class WaitPrediction(models.Model):
    """What was predicted for a waiting contact at one moment, and what the usual estimators would have said."""

    class Kind(models.TextChoices):
        ENTRY = "entry", pgettext_lazy("wait prediction", "On entering the queue")
        SPOKEN = "spoken", pgettext_lazy("wait prediction", "Told to the caller")

    kind = models.CharField(max_length=6, choices=Kind)
    place_id = models.BigIntegerField()
    contact_id = models.BigIntegerField(db_index=True)
    queue = models.ForeignKey("routing.Queue", models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ahead = models.PositiveIntegerField()
    waited_before_seconds = models.FloatField()
    p50_seconds = models.FloatField(null=True)
    p90_seconds = models.FloatField(null=True)
    level = models.FloatField(default=1)
    spread = models.FloatField(default=1)
    last_entered_seconds = models.FloatField(null=True)
    simple_seconds = models.FloatField(null=True)
    running_average_seconds = models.FloatField(null=True)
    waited_seconds = models.FloatField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")

    objects = ScopedQuerySet.manager()

    class Meta:
        verbose_name = _("wait prediction")
        verbose_name_plural = _("wait predictions")
        indexes = [
            models.Index(fields=["queue", "made_at"], name="predictions_of_queue"),
            models.Index(fields=["place_id"], name="predictions_open", condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.kind}"
