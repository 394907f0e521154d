"""The auditors' page: search the trail, look at one event, follow one object, take a copy."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wanhao.common.addresses import whole
from wanhao.common.chips import address_with
from wanhao.common.errors import NotFound, Refused
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.audit import asking, exports, queries, subjects
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import AuditExported, AuditSearched
from wanhao.foundation.audit.models import StoredEvent
from wanhao.foundation.audit.sentences import Teller, event_titles
from wanhao.foundation.audit.subjects import KINDS, Namer

FORMS = {
    "csv": (exports.csv_pieces, "text/csv; charset=utf-8"),
    "xlsx": (exports.xlsx_pieces, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def told(events: list[StoredEvent]) -> list[dict[str, Any]]:
    """Events with their sentences and public names."""
    teller, namer = Teller(), Namer()
    return [
        {
            "event": event,
            "title": teller.title(event),
            "detail": teller.detail(event),
            "actor": teller.actor(event),
            "actor_key": namer.public(event.actor).removeprefix("staff:"),
            "subject": namer.public(event.subject),
            "about": namer.label(event.subject),
        }
        for event in events
    ]


@needs(Right.SEE_AUDIT)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest events that fit the filters; looking is an event too."""
    person = viewer(request)
    asked = asking.read(request.GET)
    before = whole(request.GET.get("before", ""))
    found = [] if asked.problems else queries.page_of_events(person, asked.filter, before, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    record(AuditSearched(asked.text), actor=person)
    words = {
        "rows": told(shown),
        "asked": asked,
        "values": asked.values,
        "titles": event_titles(),
        "kinds": [(kind.kind, kind.name) for kind in KINDS.values()],
        "count": None if before or asked.problems else queries.counted(person, asked.filter),
        "most": queries.COUNTED,
        "more": f"{address_with(asked.values)}&before={shown[-1].id}" if len(found) > len(shown) else "",
        "as_file": address_with(asked.values).removeprefix("?"),
        "may_export": person.may(Right.EXPORT_AUDIT),
        "seal": queries.last_seal(),
        "verification": queries.last_verification(),
    }
    return render(request, "audit/trail.html", words)


@needs(Right.SEE_AUDIT)
@require_safe
def event_page(request: HttpRequest, number: int) -> HttpResponse:
    """One event with all that is known of it, and its seal."""
    person = viewer(request)
    event = queries.event_by_number(person, number)
    record(AuditSearched(f"event={number}"), actor=person)
    namer = Namer()
    followed = [event.subject]
    followed += [f"contact:{event.contact_id}"] if event.contact_id else []
    followed += [f"customer:{event.customer_id}"] if event.customer_id else []
    words = {
        **told([event])[0],
        "data": json.dumps(event.data, ensure_ascii=False, indent=2),
        "seal": queries.seal_of(event),
        "follow": [(namer.public(one).split(":", 1), namer.label(one)) for one in dict.fromkeys(followed)],
    }
    return render(request, "audit/event.html", words)


@needs(Right.SEE_AUDIT)
@require_safe
def story(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything about one object, from the beginning."""
    person = viewer(request)
    subject = subjects.find(f"{kind}:{key}")
    if subject is None:
        raise NotFound(_("There is nothing called %(value)s.") % {"value": f"{kind}:{key}"})
    number = subject.partition(":")[2]
    found = queries.story_of(person, kind, number, whole(request.GET.get("after", "")), queries.PAGE + 1)
    record(AuditSearched(f"{kind}:{key}"), actor=person)
    shown = found[: queries.PAGE]
    page = KINDS[kind].page.format(key=key) if kind in KINDS else ""
    words = {
        "rows": told(shown),
        "label": Namer().label(subject),
        "page": page,
        "more": f"?after={shown[-1].id}" if len(found) > len(shown) else "",
        "is_later": "after" in request.GET,
    }
    return render(request, "audit/story.html", words)


@needs(Right.SEE_AUDIT)
@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """From the form: kind and key lead to the object's story."""
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "").strip()
    if kind not in KINDS or not key or "/" in key:
        return redirect("audit:trail")
    return redirect("audit:story", kind, key)


@needs(Right.EXPORT_AUDIT)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What is filtered, as a file; taking it is an event."""
    person = viewer(request)
    asked = asking.read(request.GET)
    if form not in FORMS:
        raise NotFound(_("There is nothing called %(value)s.") % {"value": form})
    if asked.problems:
        raise Refused(asked.problems[0])
    events = asked.filter.apply(queries.visible_events(person, Right.EXPORT_AUDIT)).order_by()
    if form == "xlsx" and events[: exports.MOST_XLSX_ROWS + 1].count() > exports.MOST_XLSX_ROWS:
        raise Refused(_("More than 100,000 events: narrow the filter, or take them as CSV."))
    record(AuditExported(asked.text, form), actor=person)
    make, content_type = FORMS[form]
    pieces = make(queries.chunks_of_events(person, asked.filter))
    response = StreamingHttpResponse(exports.unhurried(pieces, translation.get_language()), content_type=content_type)
    name = f"wanhao-audit-{timezone.localtime():%Y%m%d-%H%M%S}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
