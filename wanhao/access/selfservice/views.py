"""The customer's phone: the ticket's number, a code, then progress, messages, the appointment, solved or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.access.selfservice import answers, entering, progress
from wanhao.access.selfservice.forms import AnswerForm, NumberForm, WordsForm
from wanhao.common.errors import NotFound, Refused
from wanhao.foundation.accounts.guards import open_to_all
from wanhao.foundation.accounts.models import page_language
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import queries as stored
from wanhao.foundation.files.actions import open_for_customer
from wanhao.foundation.files.views import streamed
from wanhao.foundation.limits.rates import Rate, address_of, count_or_refuse
from wanhao.foundation.refusals import add_refusal
from wanhao.service.appointments import actions as appointment_actions
from wanhao.service.appointments import queries as appointments
from wanhao.service.appointments.forms import WindowForm
from wanhao.service.callbacks.forms import CodeForm
from wanhao.service.tickets import messages, queries
from wanhao.service.tickets.models import Ticket

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PER_ADDRESS = Rate("own-page", 60, 3600)
REASON = "customers have no account; the ticket is opened by a code sent to their mobile, the rate is limited"
OUTCOMES: dict[str, Callable[[], str]] = {
    answers.CLOSED: lambda: _("Thank you. It is settled."),
    answers.CALL_FIRST: lambda: _("Thank you. We note it and call you once more before we close it."),
    answers.REOPENED: lambda: _("We go on with it and come back to you."),
    answers.NOTED: lambda: _("We note it and come back to you."),
}


def not_too_often(request: HttpRequest) -> None:
    """So many requests an hour from one address; raises TooOften."""
    count_or_refuse(PER_ADDRESS, address_of(request))


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The ticket's number; a code is sent to the mobile kept with it."""
    form = NumberForm(request.POST or None)
    if request.method == "POST":
        not_too_often(request)
        if form.is_valid():
            try:
                entering.ask_code(request.session, form.cleaned_data["number"], page_language())
                return redirect("selfservice:code")
            except Refused as refused:
                add_refusal(form, refused)
    return render(request, "selfservice/ask.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code comes back."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        not_too_often(request)
        if form.is_valid():
            try:
                entering.enter(request.session, form.cleaned_data["code"])
                return redirect("selfservice:ticket")
            except Refused as refused:
                add_refusal(form, refused)
    return render(request, "selfservice/code.html", {"form": form}, status=422 if form.errors else 200)


def with_ticket(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page of the ticket that is open in this browser; otherwise back to its number."""

    @wraps(view)
    def opened(request: HttpRequest, **parts: str) -> HttpResponseBase:
        try:
            ticket = entering.ticket_here(request.session)
        except NotFound as over:
            said.warning(request, str(over.message))
            return redirect("selfservice:ask")
        if request.method == "POST":
            not_too_often(request)
        return view(request, ticket, **parts)

    return opened


def page(request: HttpRequest, ticket: Ticket, more: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Everything of the ticket the customer may know."""
    booked = appointments.booked_for(ticket.pk)
    words = {
        "ticket": ticket,
        "headline": progress.headline(ticket, booked),
        "steps": progress.steps_of(ticket),
        "messages_said": queries.messages_of(ticket.pk),
        "booked": booked,
        "words_form": WordsForm(),
        "answer_form": AnswerForm(),
        "files": stored.files_for_customer(f"ticket:{ticket.pk}"),
        "endings": stored.accepted_endings(),
        "is_resolved": ticket.status == Ticket.Status.RESOLVED,
        "is_over": ticket.status in (Ticket.Status.CLOSED, Ticket.Status.MERGED),
    }
    return render(request, "selfservice/ticket.html", words | (more or {}), status=status)


@open_to_all(REASON)
@never_cache
@require_safe
@with_ticket
def ticket(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """How it stands."""
    return page(request, ticket)


@open_to_all(REASON)
@never_cache
@require_POST
@with_ticket
def message(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Write to the centre."""
    form = WordsForm(request.POST)
    if not form.is_valid():
        return page(request, ticket, {"words_form": form}, 422)
    messages.note_customers_words(ticket.pk, form.cleaned_data["text"], by=Actor.customer(ticket.customer_id))
    said.success(request, _("Your message has arrived."))
    return redirect("selfservice:ticket")


@open_to_all(REASON)
@never_cache
@require_POST
@with_ticket
def files(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Send files: a photograph, a bill."""
    problems = []
    uploads: list[UploadedFile | None] = [*request.FILES.getlist("file")]
    for upload in uploads or [None]:
        try:
            messages.keep_customers_file(ticket.pk, upload, by=Actor.customer(ticket.customer_id))
        except Refused as refused:
            problems.append(f"{upload.name if upload else ''} {refused}".strip())
        else:
            said.success(request, _("Your file has arrived."))
    if problems:
        return page(request, ticket, {"file_problems": problems}, 422)
    return redirect("selfservice:ticket")


@open_to_all(REASON)
@never_cache
@require_safe
@with_ticket
def file(request: HttpRequest, ticket: Ticket, public_id: str) -> HttpResponseBase:
    """One of the files the customer may see."""
    subject = f"ticket:{ticket.pk}"
    return streamed(open_for_customer(public_id, subject=subject, by=Actor.customer(ticket.customer_id)))


@open_to_all(REASON)
@never_cache
@require_http_methods(["GET", "POST"])
@with_ticket
def appointment(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Choose another window, as long as there is room."""
    booked = appointments.booked_for(ticket.pk)
    if booked is None:
        said.warning(request, _("There is no appointment ahead."))
        return redirect("selfservice:ticket")
    days = appointments.bookable(booked.slot.area, now())
    form = WindowForm([one for row in days.values() for one in row], request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = Actor.customer(ticket.customer_id)
        try:
            appointment_actions.move(booked.public_id, form.cleaned_data["window"], by=actor)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said.success(request, _("The appointment is moved."))
            return redirect("selfservice:ticket")
    words = {"ticket": ticket, "booked": booked, "days": days, "form": form}
    return render(request, "selfservice/appointment.html", words, status=422 if form.errors else 200)


@open_to_all(REASON)
@never_cache
@require_POST
@with_ticket
def answer(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Solved or not, in the customer's own word."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        is_solved = form.cleaned_data["answer"] == "solved"
        try:
            outcome = answers.answer(ticket, is_solved=is_solved, words=form.cleaned_data["words"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said.success(request, OUTCOMES[outcome]())
            return redirect("selfservice:ticket")
    return page(request, ticket, {"answer_form": form}, 422)


@open_to_all(REASON)
@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """Close the page on this telephone."""
    entering.leave(request.session)
    return redirect("selfservice:ask")
