"""The customer's phone: a new ticket. A form, a code to the mobile, then the page of the ticket."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wanhao.access.selfservice import drafts, opening
from wanhao.access.selfservice.drafts import Draft
from wanhao.access.selfservice.forms import NewTicketForm
from wanhao.access.selfservice.views import not_too_often
from wanhao.common.errors import Invalid, Refused
from wanhao.common.masking import mask_number
from wanhao.common.public_ids import new_public_id
from wanhao.foundation.accounts.guards import open_to_all
from wanhao.foundation.accounts.models import page_language
from wanhao.foundation.refusals import add_refusal
from wanhao.service.callbacks.forms import CodeForm
from wanhao.service.tickets import web_offers

REASON = "customers have no account; their mobile is proved by a code before anything is opened, the rate is limited"


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What it is about and the mobile; then a code is sent there."""
    if request.method == "POST":
        return _taken(request)
    draft = drafts.kept(request.session)
    typed = vars(draft) if draft else {"key": new_public_id()}
    return _form_page(request, NewTicketForm(initial=typed))


def _taken(request: HttpRequest) -> HttpResponse:
    form = NewTicketForm(request.POST)
    if opening.is_made(request.session, request.POST.get("key", "")):
        said.info(request, _("This was sent already: here is your ticket."))
        return redirect("selfservice:ticket")
    try:
        not_too_often(request)
        if form.is_valid():
            opening.ask_code(request.session, _draft_of(form.cleaned_data), page_language())
            return redirect("selfservice:new_code")
    except Refused as refused:
        add_refusal(form, refused)
    return _form_page(request, form)


def _draft_of(typed: dict[str, Any]) -> Draft:
    key = typed["key"] or new_public_id()
    return Draft(key, typed["number"], typed["category"], typed["text"], typed["place"])


def _form_page(request: HttpRequest, form: NewTicketForm) -> HttpResponse:
    is_open = web_offers.is_open()
    words = {"form": form, "is_open": is_open, "hotline": opening.hotline()}
    return render(request, "selfservice/new.html", words, status=422 if form.errors else 200)


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def new_code(request: HttpRequest) -> HttpResponse:
    """The code comes back, and the ticket is open."""
    draft = drafts.kept(request.session, request.POST.get("draft", ""))
    if draft is None:
        said.warning(request, _("Your time on this page is over. Please fill in the form again."))
        return redirect("selfservice:new")
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        try:
            not_too_often(request)
            if form.is_valid():
                ticket = opening.open_ticket(request.session, draft, form.cleaned_data["code"], page_language())
                said.success(request, _("Your ticket %(number)s is open.") % {"number": ticket.number})
                return redirect("selfservice:ticket")
        except Invalid as refused:
            if "category" in refused.fields:
                return _choose_again(request, draft, refused)
            add_refusal(form, refused)
        except Refused as refused:
            add_refusal(form, refused)
    return _code_page(request, draft, form)


def _choose_again(request: HttpRequest, draft: Draft, refused: Invalid) -> HttpResponse:
    """Back to the form with everything typed; the code that was sent stays good."""
    drafts.keep(request.session, draft)
    said.warning(request, str(refused.fields["category"]))
    return redirect("selfservice:new")


def _code_page(request: HttpRequest, draft: Draft, form: CodeForm) -> HttpResponse:
    words = {"form": form, "number": mask_number(draft.number), "draft": drafts.seal(draft)}
    return render(request, "selfservice/new_code.html", words, status=422 if form.errors else 200)


@open_to_all(REASON)
@never_cache
@require_POST
def another_code(request: HttpRequest) -> HttpResponse:
    """The code did not arrive or is over: another one."""
    draft = drafts.kept(request.session, request.POST.get("draft", ""))
    if draft is None:
        return redirect("selfservice:new_code")
    try:
        not_too_often(request)
        draft = opening.send_code(draft, page_language())
    except Refused as refused:
        said.warning(request, str(refused.message))
    else:
        said.success(request, _("Another code is on its way."))
    drafts.keep(request.session, draft)
    return redirect("selfservice:new_code")
