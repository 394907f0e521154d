"""Processes that beat: web and worker. Telephony processes keep their own rows, which carry calls."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """One process of the house; a successor on the same machine takes its row over."""

    class Kind(models.TextChoices):
        WEB = "web", _("web")
        WORKER = "worker", _("worker")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    host = models.CharField(_("machine"), max_length=60)
    number = models.PositiveSmallIntegerField(_("number"))
    process_id = models.PositiveIntegerField(_("process id"))
    started_at = models.DateTimeField(_("started"))
    beat_at = models.DateTimeField(_("last heartbeat"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        constraints = [models.UniqueConstraint(fields=["kind", "host", "number"], name="one_row_per_process")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """`web 1 · machine`, the same after a restart."""
        return f"{self.kind} {self.number} · {self.host}"
