"""Skills of agents with level and expiry, and what queues ask for, ring by ring."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.models import by_language

LEVELS = (1, 5)


@pghistory.track()
class Skill(models.Model):
    """Something an agent can do: speak a language, handle a business."""

    class Kind(models.TextChoices):
        LANGUAGE = "language", _("Language")
        BUSINESS = "business", _("Business matter")
        CUSTOMERS = "customers", _("Group of customers")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BUSINESS)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=40)
    warn_days = models.PositiveSmallIntegerField(
        _("warn before it expires (days)"),
        default=14,
        help_text=_("So long before its last day the agent and the leaders are told. 0: only that it has expired."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["kind", "position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return by_language(self.name_zh, self.name_en)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgentSkill(models.Model):
    """An agent has a skill, at a level from 1 to 5, perhaps until a day."""

    agent = models.ForeignKey("routing.Agent", models.CASCADE, related_name="skills", verbose_name=_("agent"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="holders", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(_("level"), default=3)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    warned = models.CharField(max_length=6, blank=True, default="", editable=False)  # rules.Ending

    class Meta:
        verbose_name = _("skill of an agent")
        verbose_name_plural = _("skills of agents")
        constraints = [
            models.UniqueConstraint(fields=["agent", "skill"], name="one_level_per_skill"),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="skill_level_from_1_to_5"),
        ]
        indexes = [models.Index(fields=["valid_until"], name="skills_that_expire", condition=~Q(valid_until=None))]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.skill_id}:{self.level}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class QueueSkill(models.Model):
    """A queue asks its agents for a skill; of several all are needed, and the weakest counts as the level."""

    queue = models.ForeignKey("routing.Queue", models.CASCADE, related_name="skills", verbose_name=_("queue"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="demands", verbose_name=_("skill"))
    minimum_level = models.PositiveSmallIntegerField(_("at least level"), default=1)

    class Meta:
        verbose_name = _("skill asked for")
        verbose_name_plural = _("skills asked for")
        constraints = [
            models.UniqueConstraint(fields=["queue", "skill"], name="one_demand_per_skill"),
            models.CheckConstraint(condition=Q(minimum_level__range=LEVELS), name="demanded_level_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.skill_id}≥{self.minimum_level}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class QueueRing(models.Model):
    """Who is asked after how long: specialists, then generalists, then the next site. Without rings all at once."""

    class Reach(models.TextChoices):
        SITE = "site", _("the queue's own site")
        REGION = "region", _("the queue's region")
        ANYWHERE = "anywhere", _("any site")

    queue = models.ForeignKey("routing.Queue", models.CASCADE, related_name="rings", verbose_name=_("queue"))
    minimum_level = models.PositiveSmallIntegerField(_("from level"), default=1)
    reach = models.CharField(_("agents of"), max_length=10, choices=Reach, default=Reach.ANYWHERE)
    after_seconds = models.PositiveIntegerField(_("after waiting (s)"), default=0)

    class Meta:
        verbose_name = _("ring")
        verbose_name_plural = _("rings")
        ordering = ["after_seconds", "-minimum_level"]
        constraints = [
            models.UniqueConstraint(fields=["queue", "minimum_level", "reach"], name="one_ring_per_level_and_reach"),
            models.CheckConstraint(condition=Q(minimum_level__range=LEVELS), name="ring_level_from_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.reach} {self.minimum_level}+ {self.after_seconds} s"
