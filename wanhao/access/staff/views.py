"""Staff pages: who works here, in which roles, and what leaders do about it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanhao.access.staff.forms import ChangeForm, FilterForm, PostingForm, StaffForm
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts import actions, queries
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit.queries import latest_about
from wanhao.foundation.audit.sentences import Teller
from wanhao.foundation.limits.rates import at_most
from wanhao.foundation.refusals import add_refusal
from wanhao.foundation.sign_in import actions as sign_ins
from wanhao.foundation.sign_in.lockouts import minutes_locked
from wanhao.foundation.sign_in.queries import open_sessions

leaders = needs(Right.MANAGE_STAFF)


@leaders
@at_most(120, seconds=60, name="search")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The list of staff, narrowed, a page at a time."""
    person = viewer(request)
    form = FilterForm(request.GET or {"state": "active"}, by=person)
    rows, after = queries.staff_list(person, form.wanted(), after=request.GET.get("after", ""))
    words = {"form": form, "rows": rows, "after": after, "is_narrowed": bool(request.GET)}
    return render(request, "staff/list.html", words)


@leaders
@require_http_methods(["GET", "POST"])
def hiring(request: HttpRequest) -> HttpResponse:
    """Hire somebody; the first password is shown once."""
    by = viewer(request)
    form = StaffForm(request.POST or None, by=by, initial={"language": "zh-hans"})
    if request.method == "POST" and form.is_valid():
        try:
            person, password = actions.hire_staff(form.details(), by=by)
            return first_password(request, person, password)
        except Invalid as invalid:
            add_refusal(form, invalid)
    words = {"form": form, "title": _("Hire"), "label": _("Hire"), "back": "/staff/"}
    return render(request, "staff/form.html", words, status=422 if form.errors else 200)


def first_password(request: HttpRequest, person: Staff, password: str) -> HttpResponse:
    """Show a first password, this once."""
    response = render(request, "staff/first_password.html", {"person": person, "password": password})
    response["Cache-Control"] = "no-store"
    return response


def person_page(request: HttpRequest, person: Staff, form: PostingForm, status: int = 200) -> HttpResponse:
    """Everything about one person."""
    teller = Teller()
    events = latest_about(f"staff:{person.pk}")
    history = [(one.at, teller.title(one), teller.detail(one), teller.actor(one)) for one in events]
    words = {
        "person": person,
        "postings": person.postings.select_related("unit").order_by("until_on", "from_on"),
        "sessions": open_sessions(person),
        "minutes_locked": minutes_locked(person.staff_number),
        "history": history,
        "form": form,
    }
    return render(request, "staff/person.html", words, status=status)


@leaders
@require_GET
def person(request: HttpRequest, number: str) -> HttpResponse:
    """One member of staff."""
    by = viewer(request)
    return person_page(request, queries.one_of_staff(number, by), PostingForm(by=by))


@leaders
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: str) -> HttpResponse:
    """Change what is written down."""
    by = viewer(request)
    who = queries.one_of_staff(number, by)
    now = {name: getattr(who, name) for name in actions.CHANGEABLE}
    form = ChangeForm(request.POST or None, by=by, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_staff(number, form.details_of(who), by=by)
            messages.success(request, _("Saved."))
            return redirect("staff:person", number)
        except Invalid as invalid:
            add_refusal(form, invalid)
    words = {"form": form, "title": str(who), "label": _("Save"), "back": f"/staff/{number}/"}
    return render(request, "staff/form.html", words, status=422 if form.errors else 200)


@leaders
@require_POST
def postings(request: HttpRequest, number: str) -> HttpResponse:
    """Give a role."""
    by = viewer(request)
    who = queries.one_of_staff(number, by)
    form = PostingForm(request.POST, by=by)
    if form.is_valid():
        try:
            actions.post_role(number, by=by, **form.cleaned_data)
            messages.success(request, _("The role was given."))
            return redirect("staff:person", number)
        except Invalid as invalid:
            add_refusal(form, invalid)
    return person_page(request, who, form, status=422)


@leaders
@require_POST
def posting_end(request: HttpRequest, number: str, posting_id: int) -> HttpResponse:
    """Take a role back."""
    actions.end_posting(number, posting_id, by=viewer(request))
    messages.success(request, _("The role was taken back."))
    return redirect("staff:person", number)


@leaders
@require_POST
def password(request: HttpRequest, number: str) -> HttpResponse:
    """Give a new first password."""
    by = viewer(request)
    fresh = sign_ins.reset_password(number, by=by)
    return first_password(request, queries.one_of_staff(number, by), fresh)


@leaders
@require_POST
def rehiring(request: HttpRequest, number: str) -> HttpResponse:
    """Take somebody back."""
    by = viewer(request)
    fresh = actions.rehire_staff(number, by=by)
    return first_password(request, queries.one_of_staff(number, by), fresh)


def simple(act: Callable[..., object], words: Callable[[], str], name: str) -> Callable[..., HttpResponse]:
    """A button that does one thing to a person and says so."""

    def view(request: HttpRequest, number: str) -> HttpResponse:
        act(number, by=viewer(request))
        messages.success(request, words())
        return redirect("staff:person", number)

    view.__name__ = name
    view.__doc__ = act.__doc__
    return leaders(require_POST(view))


unlocking = simple(sign_ins.unlock, lambda: _("The number is unlocked."), "unlocking")
signing_out = simple(sign_ins.end_sessions_of, lambda: _("Signed out everywhere."), "signing_out")
leaving = simple(actions.staff_leaves, lambda: _("This person has left; the history stays."), "leaving")
codes_removal = simple(
    sign_ins.remove_second_factor, lambda: _("The second factor is to be set up anew."), "codes_removal"
)
