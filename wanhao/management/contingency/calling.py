"""The team is called: a notice to everybody, and each member's telephone until they confirm or the attempts end."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked_first
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice
from wanhao.management.contingency import events, rules
from wanhao.management.contingency.models import Emergency, LogEntry, Summons
from wanhao.service.calls import actions as calls
from wanhao.service.calls import queries as phones

HOUSE = Actor.system("contingency")
PURPOSE = "emergency"
CONFIRMED = "confirmed"
Kind = LogEntry.Kind


def reference_of(summons_id: int) -> str:
    """How an announcement names the summons it is for."""
    return f"summons:{summons_id}"


def notice(summons: Summons) -> None:
    """Tell the member on all their open pages."""
    emergency = summons.emergency
    minutes = round((emergency.in_place_by - emergency.began_at).total_seconds() / 60)
    notify(
        summons.staff,
        f"应急召集：{emergency.title_zh}，请确认并在 {minutes} 分钟内到位",
        f"Emergency: {emergency.title_en or emergency.title_zh}. Confirm, and be in place within {minutes} minutes",
        level=Notice.Level.ALARM,
        link=f"/contingency/{emergency.public_id}/",
    )


def call_due() -> int:
    """Ring the telephones of all whose time it is; returns how many."""
    due = Summons.objects.filter(next_call_at__lte=timezone.now())
    return sum(call(summons_id) for summons_id in list(due.values_list("pk", flat=True)))


@transaction.atomic
def call(summons_id: int) -> bool:
    """Have one member's telephone rung; False when there is nothing to do any more."""
    rows = Summons.objects.select_related("emergency__unit", "staff")
    summons = locked_first(rows.filter(pk=summons_id, next_call_at__lte=timezone.now()))
    if summons is None:
        return False
    summons.next_call_at = None
    emergency = summons.emergency
    if summons.confirmed_at or not emergency.is_running:
        summons.save(update_fields=["next_call_at"])
        return False
    summons.attempts += 1
    summons.save(update_fields=["next_call_at", "attempts"])
    outside = rules.rings_outside(summons.attempts, has_number=bool(summons.number) and phones.can_call_out())
    language = "en" if summons.staff.language.startswith("en") else "zh"
    calls.announce_by_phone(
        words_for(emergency, language),
        unit=emergency.unit,
        to=summons.number if outside else summons.staff,
        purpose=PURPOSE,
        reference=reference_of(summons.pk),
        language=language,
        by=HOUSE,
    )
    record(events.MemberCalled(emergency.pk, summons.staff_id, summons.attempts), actor=HOUSE, unit=emergency.unit_id)
    return True


def words_for(emergency: Emergency, language: str) -> str:
    """What the telephone says."""
    minutes = round((emergency.in_place_by - emergency.began_at).total_seconds() / 60)
    title = emergency.title_en or emergency.title_zh if language == "en" else emergency.title_zh
    return rules.spoken(title, emergency.what, minutes, language)


@transaction.atomic
def call_ended(summons_id: int, announcement_id: int, outcome: str) -> None:
    """A call is over: confirmed by the key, or the member is called again. Safe to run twice."""
    summons = locked_first(Summons.objects.select_related("emergency", "staff").filter(pk=summons_id))
    if summons is None:
        return
    if outcome == CONFIRMED:
        confirm(summons, Summons.How.PHONE)
    elif announcement_id > summons.last_ended:
        summons.last_ended = announcement_id
        _not_reached(summons, outcome)


def _not_reached(summons: Summons, outcome: str) -> None:
    emergency, now = summons.emergency, timezone.now()
    follows = rules.after_call(
        confirmed=summons.confirmed_at is not None,
        is_running=emergency.is_running,
        attempts=summons.attempts,
        most=emergency.attempts,
    )
    if follows is rules.Next.CALL_AGAIN:
        summons.next_call_at = now + timedelta(seconds=emergency.pause_seconds)
    summons.save(update_fields=["last_ended", "next_call_at"])
    if follows is rules.Next.NOTHING:
        return
    LogEntry.objects.create(emergency=emergency, kind=Kind.NOT_REACHED, at=now, by=summons.staff, words=outcome)
    missed = events.MemberNotReached(emergency.pk, summons.staff_id, outcome, follows is rules.Next.GIVE_UP)
    record(missed, actor=HOUSE, unit=emergency.unit_id)


def confirm(summons: Summons, how: str) -> None:
    """The member is coming; part of the caller's transaction, with the row locked."""
    if summons.confirmed_at:
        return
    now = timezone.now()
    summons.confirmed_at, summons.confirmed_how, summons.next_call_at = now, how, None
    summons.save(update_fields=["confirmed_at", "confirmed_how", "next_call_at"])
    emergency = summons.emergency
    LogEntry.objects.create(emergency=emergency, kind=Kind.CONFIRMED, at=now, by=summons.staff)
    seconds = (now - emergency.began_at).total_seconds()
    actor = summons.staff
    record(events.MemberConfirmed(emergency.pk, actor.pk, how, seconds), actor=actor, unit=emergency.unit_id)
