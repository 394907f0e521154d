"""Keeping the change-tracking list: entries made by hand or proposed, moved on, answered, closed with a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wanhao.common.errors import Forbidden, Invalid, NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.management.changes import events, queries, rules
from wanhao.management.changes.models import Entry, EntryNote
from wanhao.management.help import queries as helps

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Unit
    from wanhao.management.help.models import HelpRequest, HelpTopic

Status, Kind = Entry.Status, EntryNote.Kind
TEXT_LIMIT = 4000
TITLE_LIMIT = 120
WORKER = Actor.system("worker")


@dataclass(frozen=True)
class EntryDetails:
    """What is written down when an entry is made by hand."""

    title: str
    owner: Staff
    due_on: date
    text: str = ""
    topic: HelpTopic | None = None
    request: HelpRequest | None = None


@transaction.atomic
def open_entry(details: EntryDetails, *, by: Staff) -> Entry:
    """Make an entry by hand; with a help request, it is the first one behind it."""
    if not by.may(Right.KEEP_CHANGES):
        raise Forbidden(_("You do not keep the change-tracking list."))
    unit = queries.home_of(details.request.unit if details.request else by.unit)
    _check(details.title, details.owner, details.due_on, unit)
    one = Entry.objects.create(
        title=details.title.strip(),
        text=details.text.strip(),
        topic=details.topic,
        unit=unit,
        region=unit.region or unit,
        owner=details.owner,
        opened_by=by,
        opened_at=now(),
        due_on=details.due_on,
    )
    if details.request:
        one.requests.add(details.request)
    _tell(one, Kind.OPENED, "", by)
    record(events.EntryOpened(entry_id=one.pk, owner_id=details.owner.pk, due_on=details.due_on), actor=by, unit=unit)
    _tell_owner(one, by)
    return one


def _check(title: str, owner: Staff, due_on: date, unit: Unit) -> None:
    wrong: dict[str, object] = {}
    if not 0 < len(title.strip()) <= TITLE_LIMIT:
        wrong["title"] = _("Give a title of at most %(most)d characters.") % {"most": TITLE_LIMIT}
    if owner not in queries.keepers(unit):
        wrong["owner"] = _("The owner must keep the list of this unit.")
    if due_on < localdate():
        wrong["due_on"] = _("The due date must not lie in the past.")
    if wrong:
        raise Invalid(**wrong)


def _tell(one: Entry, kind: str, text: str, by: Staff | None) -> None:
    EntryNote.objects.create(entry=one, kind=kind, text=text, author=by)


def _tell_owner(one: Entry, by: Staff) -> None:
    if one.owner and one.owner_id != by.pk:
        words = f"业务变动跟踪：{one.title}，由您负责", f"Change tracking: you own “{one.title}”"
        notify(one.owner, *words, link=address(one))


def address(one: Entry) -> str:
    """Where the entry is read."""
    return f"/changes/{one.public_id}/"


def _save(one: Entry, *fields: str) -> None:
    one.version += 1
    one.save(update_fields=[*fields, "version"])


def _become(one: Entry, wanted: str) -> None:
    if not rules.may_become(one.status, wanted):
        status, then = one.get_status_display(), Status(wanted).label
        raise NotAllowed(
            _("An entry that is %(status)s cannot become %(wanted)s.") % {"status": status, "wanted": then}
        )
    one.status = wanted


def _words(text: str, field: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= TEXT_LIMIT:
        raise Invalid(**{field: _("Write at most %(most)d characters, and not nothing.") % {"most": TEXT_LIMIT}})
    return text


@transaction.atomic
def propose_if_frequent(request_id: int, *, topic_id: int, unit: Unit) -> Entry | None:
    """A topic was asked for again: it belongs to the running entry, or becomes a proposal when asked often enough.

    Safe to run twice: a request stands behind an entry once, and a topic has one proposal in a centre.
    """
    home = queries.home_of(unit)
    policy = queries.tracking_policy()
    since = now() - timedelta(days=policy.within_days)
    asked = helps.asked_since(topic_id, since).filter(unit__path__startswith=home.path)
    running = queries.running_about(topic_id, home.pk)
    if running is not None:
        running.requests.add(request_id)
        return None
    fresh = asked.exclude(pk__in=Entry.objects.filter(topic_id=topic_id).values("requests"))
    found = list(fresh.select_related("topic"))
    if not rules.is_frequent(len(found), policy.proposed_from):
        return None
    topic = found[0].topic
    one = Entry.objects.create(
        title=topic.name_zh,
        topic=topic,
        unit=home,
        region=home.region or home,
        status=Status.PROPOSED,
        opened_at=now(),
    )
    one.requests.set(found)
    _tell(one, Kind.PROPOSED, "", None)
    record(events.EntryProposed(entry_id=one.pk, topic=topic.code, asked=len(found)), actor=WORKER, unit=home)
    for keeper in queries.keepers(home):
        if keeper.may(Right.STEER_FLOOR, home):
            words = f"“{topic.name_zh}”求助频繁，建议列入业务变动跟踪表", f"“{topic.name_en}” is asked often: track it?"
            notify(keeper, *words, link=address(one))
    return one


@transaction.atomic
def accept_proposal(public_id: str, *, version: int, title: str, owner: Staff, due_on: date, by: Staff) -> Entry:
    """A proposal becomes an entry with owner and due date."""
    one = queries.entry_to_change(public_id, by, version)
    _become(one, Status.OPEN)
    _check(title, owner, due_on, one.unit)
    one.title, one.owner, one.due_on, one.opened_by = title.strip(), owner, due_on, by
    _save(one, "title", "owner", "due_on", "opened_by", "status")
    _tell(one, Kind.OPENED, "", by)
    record(events.EntryOpened(entry_id=one.pk, owner_id=owner.pk, due_on=due_on), actor=by, unit=one.unit_id)
    _tell_owner(one, by)
    return one


@transaction.atomic
def begin_entry(public_id: str, *, version: int, by: Staff) -> Entry:
    """Work on it has begun."""
    one = queries.entry_to_change(public_id, by, version)
    _become(one, Status.IN_WORK)
    _save(one, "status")
    _tell(one, Kind.BEGUN, "", by)
    record(events.EntryBegun(entry_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def answer_entry(public_id: str, *, version: int, result: str, by: Staff) -> Entry:
    """There is an answer; it is closed when it has proved itself."""
    one = queries.entry_to_change(public_id, by, version)
    _become(one, Status.ANSWERED)
    one.result = _words(result, "result")
    _save(one, "status", "result")
    _tell(one, Kind.ANSWERED, one.result, by)
    record(events.EntryAnswered(entry_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def change_entry(public_id: str, *, version: int, owner: Staff, due_on: date, by: Staff) -> Entry:
    """Give it to another owner, or another due date."""
    one = queries.entry_to_change(public_id, by, version)
    if one.status in (Status.PROPOSED, Status.CLOSED):
        raise NotAllowed(_("Only an entry in force has an owner and a due date to change."))
    _check(one.title, owner, due_on, one.unit)
    before = one.owner_id
    one.owner, one.due_on, one.reminded_on = owner, due_on, None
    _save(one, "owner", "due_on", "reminded_on")
    _tell(one, Kind.CHANGED, f"{owner.display_name} · {due_on:%Y-%m-%d}", by)
    record(events.EntryChanged(entry_id=one.pk, owner_id=owner.pk, due_on=due_on), actor=by, unit=one.unit_id)
    if owner.pk != before:
        _tell_owner(one, by)
    return one


@transaction.atomic
def close_entry(public_id: str, *, version: int, result: str, by: Staff) -> Entry:
    """It is over; the result says how. A proposal is closed with the reason why it is not followed."""
    one = queries.entry_to_change(public_id, by, version)
    before = one.status
    _become(one, Status.CLOSED)
    one.result, one.closed_at = _words(result, "result"), now()
    _save(one, "status", "result", "closed_at")
    _tell(one, Kind.CLOSED, one.result, by)
    on_time = one.due_on is None or localdate() <= one.due_on
    event = events.EntryClosed(entry_id=one.pk, status_before=before, is_on_time=on_time, requests=one.requests.count())
    record(event, actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def reopen_entry(public_id: str, *, version: int, reason: str, by: Staff) -> Entry:
    """The answer did not hold: somebody works on it again; due as the policy says when its day is over."""
    one = queries.entry_to_change(public_id, by, version)
    if one.status not in (Status.ANSWERED, Status.CLOSED):
        raise NotAllowed(_("Only what was answered or closed can be taken up again."))
    _become(one, Status.IN_WORK)
    text = _words(reason, "reason")
    one.closed_at, one.owner = None, one.owner or by
    if one.due_on is None or one.due_on < localdate():
        one.due_on = localdate() + timedelta(days=queries.tracking_policy().due_days)
    _save(one, "status", "closed_at", "owner", "due_on")
    _tell(one, Kind.REOPENED, text, by)
    record(events.EntryReopened(entry_id=one.pk), actor=by, unit=one.unit_id)
    _tell_owner(one, by)
    return one


@transaction.atomic
def comment_entry(public_id: str, text: str, *, by: Staff) -> Entry:
    """Add to the story; whoever may read it may add."""
    one = queries.entry(public_id, by)
    _tell(one, Kind.COMMENT, _words(text, "text"), by)
    record(events.EntryCommented(entry_id=one.pk), actor=by, unit=one.unit_id)
    return one


@transaction.atomic
def remind_owner(entry_id: int, today: date) -> bool:
    """Its day is over: the owner is told, once a day."""
    one = locked(Entry.objects.select_related("owner"), entry_id)
    if one.owner is None or one.due_on is None or one.reminded_on == today or not one.is_overdue(today):
        return False
    one.reminded_on = today
    one.save(update_fields=["reminded_on"])
    days = (today - one.due_on).days
    event = events.EntryOverdue(entry_id=one.pk, owner_id=one.owner.pk, days=days)
    record(event, actor=WORKER, unit=one.unit_id)
    words = f"业务变动跟踪超期 {days} 天：{one.title}", f"Change tracking, {days} d overdue: {one.title}"
    notify(one.owner, *words, level="warning", link=address(one))
    return True
