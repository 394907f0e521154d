"""Pages of coverage: the map of signal complaints, hotspots and what building them did, hazards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wanhao.common.addresses import whole
from wanhao.common.errors import Invalid
from wanhao.foundation.accounts.guards import needs, viewer
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.accounts.rights import Right
from wanhao.service.coverage import actions, queries, rules
from wanhao.service.coverage.actions import Spot
from wanhao.service.coverage.forms import FollowForm, ListForm
from wanhao.service.coverage.models import Hotspot
from wanhao.service.coverage.rules import Cluster, Frame, Point

WIDTH, HEIGHT = 820, 480
SPANS = (30, 90, 365)
MEANINGS = {"listed": "info", "building": "close", "done": "good"}


@needs(Right.SEE_VISITS)
@require_safe
def signal_map(request: HttpRequest) -> HttpResponse:
    """Complaints as points, hotspots as circles, what is listed, what was charged."""
    return render(request, "coverage/map.html", map_words(request))


def map_words(request: HttpRequest) -> dict[str, Any]:
    """Everything the page of the map shows."""
    person, days = viewer(request), whole(request.GET.get("days", "")) or SPANS[1]
    rows = queries.signal_tickets(person, min(days, SPANS[-1]))
    points = queries.points_of(rows)
    found = queries.clusters_of(points)
    listed = list(queries.hotspots(person))
    return {
        "days": days,
        "spans": SPANS,
        "all": rows.count(),
        "points": len(points),
        "picture": drawn(points, found, listed) if points or listed else None,
        "clusters": [(number, one, ListForm(initial=initial_of(one))) for number, one in enumerate(found[:20], 1)],
        "hotspots": [(one, MEANINGS[one.state], is_late(one)) for one in listed],
        "charges": queries.charges(person),
        "departments": queries.charged_departments(person),
        "may_keep": person.may(Right.KEEP_HOTSPOTS),
    }


def initial_of(cluster: Cluster) -> dict[str, Any]:
    """What the form of listing begins with."""
    return {
        "lon": cluster.lon,
        "lat": cluster.lat,
        "radius_m": cluster.radius_m,
        "complaints": len(cluster.keys),
    }


def is_late(spot: Hotspot) -> bool:
    """Should it be built by now?"""
    return spot.state != Hotspot.State.DONE and spot.planned_on < now().date()


def drawn(points: list[Point], found: list[Cluster], listed: list[Hotspot]) -> dict[str, Any]:
    """The picture: north up, a scale, no tiles from anywhere."""
    places = points + [Point(0, float(one.lon), float(one.lat)) for one in listed]
    frame = rules.frame_around(places, width=WIDTH, height=HEIGHT)
    circles = [circle(frame, one.lon, one.lat, one.radius_m) | {"text": number} for number, one in enumerate(found, 1)]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": [frame.at(one.lon, one.lat) for one in points],
        "circles": circles,
        "listed": [circle(frame, float(o.lon), float(o.lat), o.radius_m) | {"text": o.name} for o in listed],
        "scale": frame.scale_metres,
        "scale_width": round(frame.scale_metres * frame.pixels_per_metre),
        "scale_y": HEIGHT - 16,
    }


def circle(frame: Frame, lon: float, lat: float, radius_m: int) -> dict[str, Any]:
    """A circle of the earth in the picture, never smaller than can be seen."""
    x, y = frame.at(lon, lat)
    radius = max(14, round(radius_m * frame.pixels_per_metre))
    return {"x": x, "y": y, "r": radius, "below": y + radius + 14}


@needs(Right.KEEP_HOTSPOTS)
@require_POST
def listing(request: HttpRequest) -> HttpResponse:
    """List a cluster for construction."""
    form = ListForm(request.POST)
    if not form.is_valid():
        raise Invalid(planned_on=_("Give a name and a day ahead."))
    spot = actions.list_hotspot(Spot(**form.cleaned_data), by=viewer(request))
    messages.success(request, _("The hotspot is listed for construction."))
    return redirect("coverage:hotspot", spot.public_id)


@needs(Right.SEE_VISITS)
@require_http_methods(["GET", "POST"])
def hotspot(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hotspot: how far it is, complaints week by week."""
    spot = queries.hotspot(public_id, viewer(request))
    form = FollowForm(
        request.POST or None, initial={"state": spot.state, "planned_on": spot.planned_on, "note": spot.note}
    )
    if request.method == "POST" and form.is_valid():
        actions.follow_hotspot(public_id, **form.cleaned_data, by=viewer(request))
        messages.success(request, _("The hotspot is changed."))
        return redirect("coverage:hotspot", public_id)
    return render(request, "coverage/hotspot.html", hotspot_words(spot, form, viewer(request)))


def hotspot_words(spot: Hotspot, form: FollowForm, person: Staff) -> dict[str, Any]:
    """Weeks as bars, and the weekly mean before and after."""
    weeks = queries.weeks_of(spot, person)
    most = max((one.complaints for one in weeks), default=0) or 1
    bars = [(one, number * 60 + 10, round(120 * one.complaints / most)) for number, one in enumerate(weeks)]
    before = [one.complaints for one in weeks if not one.is_after]
    after = [one.complaints for one in weeks if one.is_after]
    return {
        "spot": spot,
        "meaning": MEANINGS[spot.state],
        "is_late": is_late(spot),
        "form": form,
        "may_keep": person.may(Right.KEEP_HOTSPOTS),
        "bars": [{"week": one, "x": x, "y": 130 - height, "height": height} for one, x, height in bars],
        "before": sum(before) / len(before) if before else None,
        "after": sum(after) / len(after) if after else None,
    }


@needs(Right.SEE_TICKETS)
@require_safe
def hazards(request: HttpRequest) -> HttpResponse:
    """Hazards not yet removed, the first due first."""
    rows = [(one, bool(one.due_at and one.due_at < now())) for one in queries.open_hazards(viewer(request))]
    return render(request, "coverage/hazards.html", {"rows": rows})
