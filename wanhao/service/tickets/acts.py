"""What can be done to a ticket from its page: the form of each act and the action behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wanhao.common.errors import Invalid
from wanhao.common.masking import HIDDEN, mask_address
from wanhao.foundation.accounts.queries import staff_named
from wanhao.foundation.acts import Act, Asked, by_name, on_version
from wanhao.service.tickets import actions, linking, queries, watching
from wanhao.service.tickets.actions import Place
from wanhao.service.tickets.forms import (
    AcceptForm,
    ClosingForm,
    DeclineForm,
    FactsForm,
    HandOverForm,
    LinkForm,
    MergeForm,
    NothingForm,
    PlaceForm,
    ReopeningForm,
    SolutionForm,
    StartForm,
    TagsForm,
    WatcherForm,
)
from wanhao.service.tickets.models import HandOver, Ticket

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

OPEN, IN_PROGRESS, RESOLVED, CLOSED, MERGED = (status.value for status in Ticket.Status)


def _hand_over(asked: Asked[Ticket]) -> None:
    colleague = staff_named(asked.typed["to"])
    if colleague is None:
        raise Invalid(to=_("Nobody who can sign in has this staff number."))
    actions.hand_over(asked.thing.pk, version=asked.version, to=colleague, reason=asked.typed["reason"], by=asked.by)


def _asked_of_me(asked: Asked[Ticket]) -> int:
    waiting = queries.open_hand_over(asked.thing.pk)
    return waiting.pk if waiting else 0


def _change(asked: Asked[Ticket]) -> None:
    typed = asked.typed
    actions.change_ticket(
        asked.thing.pk,
        version=asked.version,
        category_id=typed["category"],
        severity=typed["severity"],
        due_at=typed["due_at"],
        by=asked.by,
    )


CLOCK_ACTS: dict[str, Act[Ticket]] = {}  # offered beside the clocks, see promise_acts.py


def _link(asked: Asked[Ticket]) -> None:
    typed = asked.typed
    linking.link_tickets(asked.thing.pk, typed["kind"], typed["to"], version=asked.version, by=asked.by)


def _merge(asked: Asked[Ticket]) -> None:
    typed = asked.typed
    linking.merge_ticket(asked.thing.pk, typed["to"], version=asked.version, by=asked.by, code=typed["code"])


def _watch(asked: Asked[Ticket]) -> None:
    colleague = staff_named(asked.typed["to"])
    if colleague is None:
        raise Invalid(to=_("Nobody who can sign in has this staff number."))
    watching.watch_ticket(asked.thing.pk, staff=colleague, by=asked.by)


def _whole_place(asked: Asked[Ticket]) -> str:
    """The form shows the place masked: as it was shown, it stays what it is."""
    typed = str(asked.typed["place"]).strip()
    if typed == mask_address(asked.thing.place):
        return asked.thing.place
    if HIDDEN in typed:
        raise Invalid(place=_("Write the whole place: a masked one cannot be changed in part."))
    return typed


def _place(asked: Asked[Ticket]) -> None:
    typed = asked.typed
    place = Place(_whole_place(asked), typed["lon"], typed["lat"])
    watching.place_ticket(asked.thing.pk, version=asked.version, place=place, by=asked.by)


UNFINISHED = (OPEN, IN_PROGRESS)
UNMERGED = (OPEN, IN_PROGRESS, RESOLVED)
NOT_MERGED = (OPEN, IN_PROGRESS, RESOLVED, CLOSED)
ACTS = by_name(
    Act("start", _("Start work"), _("Work on the ticket has begun."), "player-play", StartForm, (OPEN,),
        on_version(actions.begin_ticket), "b"),
    Act("solution", _("Resolve"), _("The ticket is resolved."), "circle-check", SolutionForm, UNFINISHED,
        on_version(actions.resolve_ticket), "r"),
    Act("hand-over", _("Hand over"), _("Your colleague was asked to take the ticket."), "transfer", HandOverForm,
        UNFINISHED, _hand_over, "h"),
    Act("facts", _("Correct"), _("The ticket was corrected."), "pencil", FactsForm, UNFINISHED, _change, "e"),
    Act("closure", _("Close"), _("The ticket is closed."), "lock", ClosingForm, (OPEN, IN_PROGRESS, RESOLVED),
        on_version(actions.close_ticket), "c"),
    Act("reopening", _("Reopen"), _("The ticket is open again."), "rotate", ReopeningForm, (RESOLVED, CLOSED),
        on_version(actions.reopen_ticket), "o"),
    Act("undoing", _("Undo the merge"), _("The ticket is what it was before."), "arrow-back-up", NothingForm,
        (MERGED,), on_version(linking.undo_merge)),
    Act("tags", _("Tags"), _("The tags are kept."), "tags", TagsForm, NOT_MERGED, on_version(watching.tag_ticket),
        is_seldom=True),
    Act("place", _("Place"), _("The place is kept."), "map-pin", PlaceForm, NOT_MERGED, _place, is_seldom=True),
    Act("link", _("Link"), _("The tickets are linked."), "link", LinkForm, NOT_MERGED, _link, is_seldom=True),
    Act("merging", _("Merge"), _("The ticket is merged."), "arrows-join", MergeForm, UNMERGED, _merge,
        is_seldom=True),
    Act("watchers", _("Let somebody watch"), _("Your colleague watches the ticket."), "eye-plus", WatcherForm,
        NOT_MERGED, _watch, is_seldom=True),
)  # fmt: skip
ANSWERS: dict[str, Act[Ticket]] = by_name(
    Act("acceptance", _("Take the ticket"), _("The ticket is yours now."), "check", AcceptForm, UNFINISHED,
        lambda asked: actions.accept_hand_over(_asked_of_me(asked), by=asked.by), "y"),
    Act("refusal", _("Do not take it"), _("The ticket stays with its owner."), "x", DeclineForm, UNFINISHED,
        lambda asked: actions.decline_hand_over(_asked_of_me(asked), by=asked.by, **asked.typed)),
)  # fmt: skip


def acts_for(ticket: Ticket, viewer: Staff, waiting: HandOver | None) -> list[Act[Ticket]]:
    """Acts this person is offered now, the most likely first."""
    offered: list[Act[Ticket]] = []
    if waiting and waiting.asked_of_id == viewer.pk:
        offered += ANSWERS.values()
    if queries.may_change(ticket.pk, viewer):
        offered += [act for act in ACTS.values() if ticket.status in act.states]
    return [act for act in offered if not (waiting and act.name == "hand-over")]


def acts_of_page() -> dict[str, Act[Ticket]]:
    """Every act of a ticket's page."""
    return ACTS | ANSWERS | CLOCK_ACTS
