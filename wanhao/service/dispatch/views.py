"""Pages of work orders: the department's inbox, one order with its story, sending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import address_with, chip_row
from wanhao.common.errors import Invalid, Refused
from wanhao.common.masking import mask_address
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.acts import act_named, carry_out
from wanhao.foundation.files import queries as files
from wanhao.foundation.refusals import add_refusal
from wanhao.service.dispatch import actions, evidence, look, panels, queries, rules
from wanhao.service.dispatch.acts import ACTS, acts_for
from wanhao.service.dispatch.forms import NoteForm, SendForm
from wanhao.service.dispatch.models import WorkOrder
from wanhao.service.tickets import queries as tickets

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

FILTERS = ("box", "department", "type", "term")


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Orders to the viewer's departments, in their hands or of their tickets, narrowed by compartments."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    if number := rules.as_order_number(asked["term"]):
        return redirect("dispatch:order", number)
    wanted = queries.OrderFilter(**asked, before_id=whole(request.GET.get("before", "")))
    found = queries.found_orders(viewer(request), wanted, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    is_paged = len(found) > len(shown) and asked["box"] == "ended"
    words = {
        "rows": look.rows_of(shown),
        "boxes": box_chips(asked, queries.box_counts(viewer(request))),
        "chip_rows": chip_rows(asked, viewer(request)),
        "asked": asked,
        "more": address_with(asked) + f"&before={shown[-1].pk}" if is_paged else "",
        "is_cut": len(found) > len(shown) and not is_paged,
        "is_narrowed": any(asked.values()),
        "people": queries.people_led(viewer(request)),
        "live": [one.code for one in queries.departments_within(viewer(request), Right.DO_WORK_ORDERS)[:20]],
    }
    return render(request, "dispatch/inbox.html", words)


def box_chips(asked: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    """The compartments with their keys and counts."""
    names = {
        "": pgettext("work order", "All open"),
        "incoming": pgettext("work order", "Waiting to be accepted"),
        "mine": pgettext("work order", "Mine"),
        "soon": pgettext("work order", "Due soon"),
        "overdue": pgettext("work order", "Overdue"),
        "asked": pgettext("work order", "Asked back"),
        "ended": pgettext("work order", "Ended"),
    }
    return [
        {
            "label": label,
            "address": address_with(asked, box=name),
            "is_on": name == asked["box"],
            "key": str(place),
            "count": counts.get(name),
            "is_bad": name == "overdue" and bool(counts["overdue"]),
        }
        for place, (name, label) in enumerate(names.items(), start=1)
    ]


def chip_rows(asked: dict[str, str], person: Staff) -> list[Any]:
    """Departments, if there are several, and types."""
    departments = [(one.code, one.name) for one in queries.departments_within(person)]
    types = [(one.code, one.name) for one in queries.order_types()]
    rows = [chip_row(asked, "department", pgettext("unit", "Department"), departments)] if len(departments) > 1 else []
    return [*rows, chip_row(asked, "type", _("Type"), types)] if len(types) > 1 else rows


@needs(Right.ASSIGN_WORK_ORDERS)
@require_POST
def assignment(request: HttpRequest) -> HttpResponse:
    """Hand several orders to one person; those that cannot be are named with the reason."""
    to = {one.staff_number: one for one in queries.people_led(viewer(request))}.get(request.POST.get("to", ""))
    numbers = request.POST.getlist("order")
    if to is None or not numbers:
        raise Invalid(to=_("Choose work orders and the person who is to have them."))
    done = 0
    for number in numbers[: queries.PAGE]:
        try:
            actions.assign_work_order(queries.work_order(number, viewer(request)).pk, to=to, by=viewer(request))
            done += 1
        except Refused as refused:
            messages.warning(request, f"{number}: {refused}")
    if done:
        said = ngettext("%(count)d work order handed to %(name)s.", "%(count)d work orders handed to %(name)s.", done)
        messages.success(request, said % {"count": done, "name": to.display_name})
    response = redirect("dispatch:inbox")
    asked = {name: request.POST.get(name, "") for name in FILTERS}
    response["Location"] += address_with(asked)
    return response


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def order_page(request: HttpRequest, number: str) -> HttpResponse:
    """One order; `?do=` opens the form of an act."""
    order = queries.work_order(number, viewer(request))
    act = next((act for act in acts_for(order, viewer(request)) if act.name == request.GET.get("do")), None)
    return page(request, order, {"act": act, "form": act.form(order=order) if act else None})


def page(request: HttpRequest, order: WorkOrder, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """The order's page around an open form."""
    person = viewer(request)
    (row,) = look.rows_of([order])
    words = {
        **row,
        **story_words(order),
        "row": row,
        "acts": acts_for(order, person),
        "note_form": NoteForm(),
        "may_see_ticket": tickets.tickets(person).filter(pk=order.ticket_id).exists(),
        "place": mask_address(order.ticket.place),
        "files": files.files_of(order.subject),
        "endings": files.accepted_endings(),
        "may_add": evidence.may_add(order.pk, person),
        "pieces": evidence.pieces(order),
        "clocks": queries.clocks_of(order),
        "pingpong": panels.to_and_fro(order.ticket, person),
    }
    return render(request, "dispatch/order.html", words | more, status=status)


def story_words(order: WorkOrder) -> dict[str, Any]:
    """What the story needs."""
    return {"order": order, "lines": queries.story(order)}


@needs(Right.SEE_WORK_ORDERS)
@require_safe
def story(request: HttpRequest, number: str) -> HttpResponse:
    """The story alone, read again when something happened."""
    return render(request, "dispatch/story.html", story_words(queries.work_order(number, viewer(request))))


@needs(Right.SEE_WORK_ORDERS)
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Add to the story."""
    order = queries.work_order(number, viewer(request))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, order, {"note_form": form}, status=422)
    actions.add_note(order.pk, form.cleaned_data["text"], by=viewer(request))
    return redirect("dispatch:order", number)


@needs(Right.SEE_WORK_ORDERS)
@require_POST
def act_on(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one of the acts; what was typed stays on the page when it is refused."""
    order = queries.work_order(number, viewer(request))
    act = act_named(ACTS, name)
    return carry_out(
        request,
        act,
        order,
        act.form(request.POST, request.FILES, order=order),
        page=page,
        again=lambda: queries.work_order(number, viewer(request)),
        then=redirect("dispatch:order", number),
    )


@needs(Right.SEND_WORK_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Send a piece of a ticket to a department; the form also stands on the ticket's page."""
    ticket = tickets.ticket(number, viewer(request))
    form = SendForm(request.POST or None, ticket=ticket)
    if request.method == "POST" and form.is_valid():
        try:
            order = actions.send_work_order(ticket.pk, actions.OrderDetails(**form.cleaned_data), by=viewer(request))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request, _("The department has received work order %(number)s.") % {"number": order.number}
            )
            return redirect("tickets:ticket", number)
    words = {"form": form, "ticket": ticket}
    return render(request, "dispatch/send.html", words, status=422 if form.is_bound else 200)
