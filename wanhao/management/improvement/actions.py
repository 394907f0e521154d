"""Keeping themes (named, seen, hidden, merged) and improvements (proposed, moved on, done)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.notices.actions import notify
from wanhao.management.improvement import events, queries, rules, theme_queries
from wanhao.management.improvement.following import address
from wanhao.management.improvement.models import Improvement, ImprovementNote, Theme, ThemeTicket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff, Unit
    from wanhao.management.changes.models import Entry
    from wanhao.service.tickets.models import Category

Status, Kind = Improvement.Status, ImprovementNote.Kind
TEXT_LIMIT, TITLE_LIMIT, NAME_LIMIT, REASON_LIMIT = 4000, 120, 40, 300


# -- themes -----------------------------------------------------------------------------------------------


def _theme(public_id: str, version: int, by: Staff) -> Theme:
    if not by.may(Right.KEEP_IMPROVEMENTS):
        raise Forbidden(_("You do not keep themes and improvements."))
    return theme_queries.theme_to_change(public_id, version)


def _save_theme(one: Theme, *fields: str) -> None:
    one.version += 1
    one.save(update_fields=[*fields, "version"])


@transaction.atomic
def name_theme(public_id: str, *, version: int, name: str, by: Staff) -> Theme:
    """Give it the name people use."""
    one = _theme(public_id, version, by)
    name = name.strip()
    if not 0 < len(name) <= NAME_LIMIT:
        raise Invalid(name=_("Give a name of at most %(most)d characters.") % {"most": NAME_LIMIT})
    if Theme.objects.filter(name=name, merged_into=None).exclude(pk=one.pk).exists():
        raise Invalid(name=_("Another theme has this name: merge the two, or choose another name."))
    one.name, one.is_named_by_hand, one.seen_at = name, True, one.seen_at or now()
    _save_theme(one, "name", "is_named_by_hand", "seen_at")
    record(events.ThemeNamed(theme_id=one.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def see_theme(public_id: str, *, version: int, by: Staff) -> Theme:
    """Somebody has looked into it: it is no longer new."""
    one = _theme(public_id, version, by)
    one.seen_at = one.seen_at or now()
    _save_theme(one, "seen_at")
    record(events.ThemeSeen(theme_id=one.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def hide_theme(public_id: str, *, version: int, by: Staff) -> Theme:
    """It is nothing to improve: out of the list; its tickets still go to it."""
    one = _theme(public_id, version, by)
    one.is_hidden = True
    _save_theme(one, "is_hidden")
    record(events.ThemeHidden(theme_id=one.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def show_theme(public_id: str, *, version: int, by: Staff) -> Theme:
    """Into the list again."""
    one = _theme(public_id, version, by)
    one.is_hidden = False
    _save_theme(one, "is_hidden")
    record(events.ThemeShown(theme_id=one.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def merge_theme(public_id: str, *, version: int, into: Theme, by: Staff) -> Theme:
    """It says the same as another one: its tickets, those to come too, count there."""
    one = _theme(public_id, version, by)
    target = Theme.objects.select_for_update().get(pk=into.pk)
    if target.pk == one.pk or target.merged_into_id is not None or one.merged_into_id is not None:
        raise NotAllowed(_("A theme is merged into another one that stands for itself."))
    one.merged_into = target
    _save_theme(one, "merged_into")
    Theme.objects.filter(merged_into=one).update(merged_into=target)
    record(events.ThemeMerged(theme_id=one.pk, into_id=target.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def part_theme(public_id: str, *, version: int, by: Staff) -> Theme:
    """The merge was a mistake: it counts as one of its own again."""
    one = _theme(public_id, version, by)
    if one.merged_into_id is None:
        raise NotAllowed(_("This theme was not merged."))
    one.merged_into = None
    _save_theme(one, "merged_into")
    record(events.ThemeParted(theme_id=one.pk), actor=by, unit=by.unit_id)
    return one


@transaction.atomic
def move_ticket(public_id: str, *, version: int, ticket: str, into: Theme, reason: str, by: Staff) -> ThemeTicket:
    """A ticket of this theme speaks of another one; the nightly search leaves it there."""
    one = _theme(public_id, version, by)
    target = Theme.objects.select_for_update().get(pk=into.pk)
    if target.pk == one.pk or target.merged_into_id is not None:
        raise NotAllowed(_("A ticket is moved to another theme that stands for itself."))
    row = theme_queries.ticket_to_move(one, ticket, by)
    if not 0 < len(reason.strip()) <= REASON_LIMIT:
        raise Invalid(reason=_("Write at most %(most)d characters, and not nothing.") % {"most": REASON_LIMIT})
    row.theme, row.likeness = target, 1.0  # a person says so
    row.moved_by, row.moved_at, row.reason = by, now(), reason.strip()
    row.save(update_fields=["theme", "likeness", "moved_by", "moved_at", "reason"])
    event = events.ThemeTicketMoved(theme_id=one.pk, into_id=target.pk, ticket_id=row.ticket_id)
    record(event, actor=by, unit=by.unit_id)
    return row


# -- improvements -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ImprovementDetails:
    """What is written down when an improvement is proposed: about a theme or a category, never both."""

    title: str
    owner: Staff
    due_on: date
    text: str = ""
    theme: Theme | None = None
    category: Category | None = None
    entry: Entry | None = None


@transaction.atomic
def propose(details: ImprovementDetails, *, by: Staff) -> Improvement:
    """Put an improvement on the list, with owner and due date."""
    if not by.may(Right.KEEP_IMPROVEMENTS):
        raise Forbidden(_("You do not keep themes and improvements."))
    unit = queries.home_of(by.unit)
    if (details.theme is None) == (details.category is None):
        raise Invalid(about=_("Choose what it is about: a theme or a category."))
    if not 0 < len(details.title.strip()) <= TITLE_LIMIT:
        raise Invalid(title=_("Give a title of at most %(most)d characters.") % {"most": TITLE_LIMIT})
    _check_owned(details.owner, details.due_on, unit)
    one = Improvement.objects.create(
        title=details.title.strip(),
        text=details.text.strip(),
        theme=details.theme,
        category=details.category,
        entry=details.entry,
        unit=unit,
        region=unit.region or unit,
        owner=details.owner,
        due_on=details.due_on,
        opened_by=by,
        opened_at=now(),
    )
    _tell(one, Kind.PROPOSED, "", by)
    event = events.ImprovementProposed(improvement_id=one.pk, owner_id=one.owner_id, due_on=one.due_on)
    record(event, actor=by, unit=unit)
    _tell_owner(one, by)
    return one


def _check_owned(owner: Staff, due_on: date, unit: Unit) -> None:
    wrong: dict[str, object] = {}
    if owner not in queries.keepers(unit):
        wrong["owner"] = _("The owner must keep the improvements of this unit.")
    if due_on < localdate():
        wrong["due_on"] = _("The due date must not lie in the past.")
    if wrong:
        raise Invalid(**wrong)


def _tell(one: Improvement, kind: str, text: str, by: Staff) -> None:
    ImprovementNote.objects.create(improvement=one, kind=kind, text=text, author=by)


def _tell_owner(one: Improvement, by: Staff) -> None:
    if one.owner_id != by.pk:
        notify(one.owner, f"改进事项：{one.title}，由您负责", f"Improvement: you own “{one.title}”", link=address(one))


def _save(one: Improvement, *fields: str) -> None:
    one.version += 1
    one.save(update_fields=[*fields, "version"])


def _become(one: Improvement, wanted: Improvement.Status) -> None:
    if not rules.may_become(one.status, wanted):
        words = {"status": one.get_status_display(), "wanted": wanted.label}
        raise NotAllowed(_("An improvement that is %(status)s cannot become %(wanted)s.") % words)
    one.status = wanted


def _words(text: str, field: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= TEXT_LIMIT:
        raise Invalid(**{field: _("Write at most %(most)d characters, and not nothing.") % {"most": TEXT_LIMIT}})
    return text


@transaction.atomic
def begin_improvement(public_id: str, *, version: int, by: Staff) -> Improvement:
    """Work on it has begun."""
    one = queries.improvement_to_change(public_id, by, version)
    if one.status != Status.PROPOSED:
        raise NotAllowed(_("Only what was proposed can be begun."))
    _become(one, Status.IN_WORK)
    _save(one, "status")
    _tell(one, Kind.BEGUN, "", by)
    record(events.ImprovementBegun(improvement_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def change_improvement(public_id: str, *, version: int, owner: Staff, due_on: date, by: Staff) -> Improvement:
    """Give it to another owner, or another due date."""
    one = queries.improvement_to_change(public_id, by, version)
    if one.status not in Improvement.UNFINISHED:
        raise NotAllowed(_("Only what is still to be done has an owner and a due date to change."))
    _check_owned(owner, due_on, one.unit)
    before = one.owner_id
    one.owner, one.due_on, one.reminded_on = owner, due_on, None
    _save(one, "owner", "due_on", "reminded_on")
    _tell(one, Kind.CHANGED, f"{owner.display_name} · {due_on:%Y-%m-%d}", by)
    event = events.ImprovementChanged(improvement_id=one.pk, owner_id=owner.pk, due_on=due_on)
    record(event, actor=by, unit=one.unit_id)
    if owner.pk != before:
        _tell_owner(one, by)
    return one


@transaction.atomic
def finish_improvement(public_id: str, *, version: int, result: str, done_on: date, by: Staff) -> Improvement:
    """It is done; what the tickets of the weeks after say of it is measured by itself."""
    one = queries.improvement_to_change(public_id, by, version)
    _become(one, Status.DONE)
    one.result, one.done_on = _words(result, "result"), done_on
    if not localdate(one.opened_at) <= done_on <= localdate():
        raise Invalid(done_on=_("Choose a day between that of the proposal and today."))
    _save(one, "status", "result", "done_on")
    _tell(one, Kind.DONE, one.result, by)
    event = events.ImprovementDone(improvement_id=one.pk, done_on=done_on, is_on_time=done_on <= one.due_on)
    record(event, actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def drop_improvement(public_id: str, *, version: int, reason: str, by: Staff) -> Improvement:
    """It will not be done; the reason says why."""
    one = queries.improvement_to_change(public_id, by, version)
    _become(one, Status.DROPPED)
    one.result = _words(reason, "reason")
    _save(one, "status", "result")
    _tell(one, Kind.DROPPED, one.result, by)
    record(events.ImprovementDropped(improvement_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def resume_improvement(public_id: str, *, version: int, reason: str, due_on: date, by: Staff) -> Improvement:
    """It had no effect, or is wanted after all: somebody works on it again."""
    one = queries.improvement_to_change(public_id, by, version)
    if one.status in Improvement.UNFINISHED:
        raise NotAllowed(_("Only what was done or dropped can be taken up again."))
    _check_owned(one.owner, due_on, one.unit)
    _become(one, Status.IN_WORK)
    text = _words(reason, "reason")
    one.due_on, one.done_on, one.reminded_on = due_on, None, None
    one.before_count = one.before_total = one.after_count = one.after_total = None
    one.measured_at = one.effect_weeks = None
    one.version += 1
    one.save()
    _tell(one, Kind.RESUMED, text, by)
    record(events.ImprovementResumed(improvement_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def comment_improvement(public_id: str, text: str, *, by: Staff) -> Improvement:
    """Add to the story; whoever may read it may add."""
    one = queries.improvement(public_id, by)
    _tell(one, Kind.COMMENT, _words(text, "text"), by)
    record(events.ImprovementCommented(improvement_id=one.pk), actor=by, unit=one.unit_id)
    return one
