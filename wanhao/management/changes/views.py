"""Pages of the change-tracking list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import ChipRow, address_with, chip_row
from wanhao.common.errors import Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.foundation.refusals import add_refusal
from wanhao.management.changes import actions, queries
from wanhao.management.changes.acts import ACTS, acts_for, initial_of
from wanhao.management.changes.forms import CommentForm, NewForm
from wanhao.management.changes.models import Entry
from wanhao.management.help import queries as helps

if TYPE_CHECKING:
    from wanhao.management.help.models import HelpRequest

MEANINGS = {"proposed": "info", "open": "info", "in_work": "info", "answered": "good", "closed": "quiet"}
FILTERS = ("status", "topic", "mine", "overdue", "term")


@needs(Right.SEE_CHANGES)
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Entries within reach, narrowed by chips and words, page by page."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    wanted = queries.EntryFilter(
        term=asked["term"].strip(),
        status=asked["status"] or "unfinished",
        topic=asked["topic"],
        owner=viewer(request).staff_number if asked["mine"] else "",
        overdue_on=localdate() if asked["overdue"] else None,
        before_id=whole(request.GET.get("before", "")),
    )
    found = queries.found_entries(viewer(request), wanted, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    words = {
        "rows": [row_of(one) for one in shown],
        "chip_rows": chip_rows(asked),
        "asked": asked,
        "more": address_with(asked) + f"&before={shown[-1].pk}" if len(found) > len(shown) else "",
        "is_narrowed": any(asked.values()),
        "may_keep": viewer(request).may(Right.KEEP_CHANGES),
    }
    return render(request, "changes/list.html", words)


def chip_rows(asked: dict[str, str]) -> list[ChipRow]:
    """The filters of the list."""
    statuses = [*Entry.Status.choices, ("all", pgettext("entry", "All, closed ones too"))]
    topics = [(one.code, one.name) for one in helps.topics()]
    rows = [
        chip_row(asked, "mine", _("Whose"), [("yes", _("Mine"))]),
        chip_row(asked, "status", _("Status"), statuses),
        chip_row(asked, "overdue", _("Due"), [("yes", _("Overdue"))]),
    ]
    return [*rows, chip_row(asked, "topic", _("Help topic"), topics)] if topics else rows


def row_of(one: Entry) -> dict[str, Any]:
    """An entry with the meaning of its status and due date."""
    return {"entry": one, "meaning": MEANINGS[one.status], "is_overdue": one.is_overdue(localdate())}


@needs(Right.KEEP_CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an entry by hand, perhaps from a help request (`?help=`)."""
    staff = viewer(request)
    behind = request_behind(request)
    unit = queries.home_of(behind.unit if behind else staff.unit)
    initial = {"owner": staff.staff_number}
    if behind:
        initial |= {"topic": behind.topic.code, "title": behind.topic.name, "text": words_of(behind)}
    form = NewForm(request.POST or None, unit=unit, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.open_entry(actions.EntryDetails(**form.cleaned_data, request=behind), by=staff)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The entry is in force."))
            return redirect("changes:entry", one.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "changes/new.html", {"form": form, "behind": behind}, status=status)


def request_behind(request: HttpRequest) -> HelpRequest | None:
    """The help request an entry is made from."""
    public_id = request.GET.get("help", "")
    return helps.request(public_id, viewer(request)) if public_id else None


def words_of(one: HelpRequest) -> str:
    """What was said in a help request."""
    return "\n".join(f"{line.author.name}: {line.text}" for line in helps.lines_of(one))


@needs(Right.SEE_CHANGES)
@require_safe
def entry_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry; `?do=` opens the form of an act."""
    one = queries.entry(public_id, viewer(request))
    act = next((act for act in acts_for(one, viewer(request)) if act.name == request.GET.get("do")), None)
    form = act.form(unit=one.unit, initial=initial_of(one)) if act else None
    return page(request, one, {"act": act, "form": form})


def page(request: HttpRequest, one: Entry, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The entry's page around an open form."""
    count, behind = queries.requests_behind(one)
    words = {
        **row_of(one),
        "notes": queries.story(one),
        "acts": acts_for(one, viewer(request)),
        "comment_form": CommentForm(),
        "behind": behind,
        "behind_count": count,
    }
    return render(request, "changes/entry.html", words | more, status=status)


@needs(Right.KEEP_CHANGES)
@require_POST
def act_on(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    one = queries.entry(public_id, viewer(request))
    act = act_named(ACTS, name)
    return carry_out(
        request,
        act,
        one,
        act.form(request.POST, unit=one.unit),
        page=page,
        again=lambda: queries.entry(public_id, viewer(request)),
        then=redirect("changes:entry", public_id),
    )


@needs(Right.SEE_CHANGES)
@require_POST
def comment(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add to the story."""
    one = queries.entry(public_id, viewer(request))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, one, {"comment_form": form}, status=422)
    actions.comment_entry(public_id, form.cleaned_data["text"], by=viewer(request))
    return redirect("changes:entry", public_id)
