"""Pages of group incidents: the list, a new one, one with its tickets, messages and calls, acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wanhao.common.chips import chip_row
from wanhao.common.errors import NotAllowed, Refused
from wanhao.common.masking import mask_name
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach
from wanhao.foundation.acts import act_named, carry_out
from wanhao.foundation.refusals import add_refusal
from wanhao.service.incidents import actions, queries
from wanhao.service.incidents.acts import ACTS
from wanhao.service.incidents.forms import PRODUCTS, NewIncidentForm, area_typed
from wanhao.service.incidents.models import Incident
from wanhao.service.tickets.actions import TicketDetails

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

MEANINGS = {"open": "missed", "restored": "close", "ended": "quiet"}
SHOWN_MEMBERS = 200


@needs(Right.SEE_TICKETS)
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """Incidents within reach; those not ended unless a status is asked for."""
    asked = {"status": request.GET.get("status", "")}
    rows = [
        {"incident": one, "meaning": MEANINGS[one.status], "areas": areas_of(one)}
        for one in queries.found_incidents(viewer(request), asked["status"])
    ]
    words = {
        "rows": rows,
        "chip_rows": [chip_row(asked, "status", _("Status"), Incident.Status.choices)],
        "is_narrowed": bool(asked["status"]),
        "may_keep": viewer(request).may(Right.KEEP_INCIDENTS),
    }
    return render(request, "incidents/list.html", words)


def areas_of(incident: Incident) -> list[str]:
    """The area and the services affected, in words."""
    names = [unit.name for unit in Unit.objects.filter(code__in=[*incident.regions, *incident.units])]
    prefixes = [f"{prefix}…" for prefix in incident.prefixes]
    services = [str(label) for value, label in PRODUCTS if value in incident.products]
    return [*names, *prefixes, *incident.places, *services]


@needs(Right.KEEP_INCIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open an incident with its parent ticket."""
    form = NewIncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        parent = TicketDetails(typed["leaf"], typed["text"], kind="fault", severity=typed["severity"])
        try:
            incident = actions.open_incident(typed["title"], area_typed(typed), parent, by=viewer(request))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The incident is open. New tickets of its area are attached by themselves."))
            return redirect("incidents:incident", incident.ticket.number)
    return render(request, "incidents/new.html", {"form": form}, status=422 if form.is_bound else 200)


def may_keep(incident: Incident, staff: Staff) -> bool:
    """May this person change the incident?"""
    return Incident.objects.filter(within_reach(staff, Right.KEEP_INCIDENTS), pk=incident.pk).exists()


@needs(Right.SEE_TICKETS)
@require_safe
def incident_page(request: HttpRequest, number: str) -> HttpResponse:
    """One incident; the part that moves is read again when something happens."""
    incident = queries.incident_for(number, viewer(request))
    words = page_words(incident, viewer(request))
    template = "incidents/progress.html" if request.headers.get("HX-Request") else "incidents/incident.html"
    return render(request, template, words)


def page_words(incident: Incident, staff: Staff) -> dict[str, Any]:
    """What the page shows."""
    attached = queries.members(incident)
    announcement = incident.announcement
    keeps = may_keep(incident, staff)
    return {
        "incident": incident,
        "ticket": incident.ticket,
        "meaning": MEANINGS[incident.status],
        "areas": areas_of(incident),
        "many": attached.count(),
        "members": [member_row(member) for member in attached[:SHOWN_MEMBERS]],
        "sent": queries.messages_of(incident),
        "calls": queries.calls_of(incident),
        "is_announced": bool(announcement and announcement.ends_at > now()),
        "acts": [act for act in ACTS.values() if incident.status in act.states] if keeps else [],
        "may_keep": keeps,
    }


def member_row(member: Any) -> dict[str, Any]:
    """A ticket of the incident, masked."""
    customer = member.ticket.customer
    return {"member": member, "ticket": member.ticket, "customer_name": mask_name(customer.name) if customer else ""}


@needs(Right.KEEP_INCIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, number: str) -> HttpResponse:
    """Open tickets that fit and belong to no incident: looked at first, then attached."""
    incident = queries.incident_for(number, viewer(request))
    if request.method == "POST":
        many = actions.attach_found(number, request.POST.getlist("ticket"), by=viewer(request))
        messages.success(request, _("Tickets attached: %(many)d.") % {"many": many})
        return redirect("incidents:incident", number)
    rows = queries.found_for(incident, viewer(request))
    words = {"incident": incident, "ticket": incident.ticket, "rows": rows, "areas": areas_of(incident)}
    return render(request, "incidents/found.html", words)


@needs(Right.KEEP_INCIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    incident = queries.incident_for(number, viewer(request))
    chosen = act_named(ACTS, name)
    if incident.status not in chosen.states:
        raise NotAllowed(pgettext("incident", "This cannot be done to the incident now."))
    if request.method != "POST":
        form = chosen.form(initial=chosen.begins(incident) | request.GET.dict())
        return act_page(request, incident, {"act": chosen, "form": form})
    return carry_out(
        request,
        chosen,
        incident,
        chosen.form(request.POST),
        page=act_page,
        again=lambda: incident,
        then=redirect("incidents:incident", number),
    )


def act_page(request: HttpRequest, incident: Incident, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """An act's form beside what it is about."""
    words = {"incident": incident, "ticket": incident.ticket, "areas": areas_of(incident)}
    return render(request, "incidents/act.html", words | more, status=status)
