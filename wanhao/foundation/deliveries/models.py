"""What every message to a system outside keeps; each context has a table of its own."""

from __future__ import annotations

from django.db import models

from wanhao.common.public_ids import new_public_id


class Outgoing(models.Model):
    """One message with its attempts; the receiver knows it again by its number."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    body = models.TextField()
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.public_id
