"""What the programme does for improvements: owners reminded, effects measured when their time is over."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.timezone import now

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.management.improvement import events, queries, theme_queries
from wanhao.management.improvement.models import Improvement, ImprovementNote

WORKER = Actor.system("worker")


def address(one: Improvement) -> str:
    """Where the improvement is read."""
    return f"/improvements/{one.public_id}/"


@transaction.atomic
def remind_owner(improvement_id: int, today: date) -> bool:
    """Its day is over: the owner is told, once a day."""
    one = locked(Improvement.objects.select_related("owner"), improvement_id)
    if one.reminded_on == today or not one.is_overdue(today):
        return False
    one.reminded_on = today
    one.save(update_fields=["reminded_on"])
    days = (today - one.due_on).days
    event = events.ImprovementOverdue(improvement_id=one.pk, owner_id=one.owner_id, days=days)
    record(event, actor=WORKER, unit=one.unit_id)
    words = f"改进事项超期 {days} 天：{one.title}", f"Improvement, {days} d overdue: {one.title}"
    notify(one.owner, *words, level="warning", link=address(one))
    return True


@transaction.atomic
def measure_effect(improvement_id: int, today: date) -> bool:
    """The time after it is over: keep what was counted, and tell the owner. Measured once."""
    one = locked(Improvement.objects.select_related(*queries.FACTS), improvement_id)
    found = queries.effect_of(one, today)
    if found is None or one.measured_at is not None or not found[0].is_over:
        return False
    effect = found[1]
    one.before_count, one.before_total = effect.before.count, effect.before.total
    one.after_count, one.after_total = effect.after.count, effect.after.total
    one.effect_weeks, one.measured_at = theme_queries.policy().effect_weeks, now()
    one.version += 1
    one.save()
    ImprovementNote.objects.create(improvement=one, kind=ImprovementNote.Kind.MEASURED)
    counted = {name: getattr(one, name) for name in ("before_count", "before_total", "after_count", "after_total")}
    event = events.EffectMeasured(improvement_id=one.pk, **counted, verdict=effect.verdict.value)
    record(event, actor=WORKER, unit=one.unit_id)
    words = f"改进效果已测算：{one.title}", f"The effect was measured: {one.title}"
    notify(one.owner, *words, link=address(one))
    return True
