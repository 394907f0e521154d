"""The page of a list: what is asked is read from the address, everything it shows is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from wanhao.common.chips import address_with
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.lists import saved
from wanhao.foundation.lists.keyset import page_of
from wanhao.foundation.lists.spec import Asked, Column, ListSpec
from wanhao.foundation.lists.totals import total_of
from wanhao.foundation.privacy.terms import keep_term, kept_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wanhao.foundation.lists.models import SavedView

PAGE = 50


def asked_of(request: HttpRequest, spec: ListSpec, given: Mapping[str, str]) -> Asked:
    """What the address (or a form with its values) asks for; a saved view gives all of it."""
    view = view_of(request, spec, given)
    if view:
        values = {name: str(view.filters.get(name, "")) for name in spec.filters}
        return Asked(viewer(request), values, view.term, view.sort, given.get("after", ""))
    values = {name: _value(given, name) for name in spec.filters}
    term = kept_term(request.session, given.get("term", ""))
    return Asked(viewer(request), values, term, given.get("sort", ""), given.get("after", ""))


def _value(given: Mapping[str, str], name: str) -> str:
    """One value; several of one name (`queue=a&queue=b`) are joined by commas."""
    many = given.getlist(name) if isinstance(given, QueryDict) else [given.get(name, "")]
    return ",".join(str(one) for one in many if one)[:200]


def view_of(request: HttpRequest, spec: ListSpec, given: Mapping[str, str]) -> SavedView | None:
    """The saved view the address names."""
    key = given.get("view", "")
    return saved.view_named(key, spec.name, viewer(request)) if key else None


def columns_of(request: HttpRequest, spec: ListSpec, view: SavedView | None) -> list[Column]:
    """The view's columns, else those this person chose, else the usual ones."""
    chosen = view.columns if view else request.session.get(f"columns:{spec.name}", [])
    return spec.columns_named(chosen)


def show_list(request: HttpRequest, spec: ListSpec, more: dict[str, Any] | None = None) -> HttpResponse:
    """The page."""
    view = view_of(request, spec, request.GET)
    asked = asked_of(request, spec, request.GET)
    is_asked = asked.is_narrowed or not spec.needs_asking
    rows = spec.rows(asked) if is_asked else None
    sort = spec.sort_named(asked.sort)
    by_index = spec.by_index(asked)
    page = page_of(rows, sort, asked.after, PAGE, by_index) if rows is not None else None
    shown = list(spec.prepared(page.rows)) if page else []
    is_all = page is not None and not asked.after and not page.next_key
    values = address_values(request, asked)
    words = {
        "spec": spec,
        "lines": [(row, spec.line(row), spec.link(row)) for row in shown],
        "columns": columns_of(request, spec, view),
        "chip_rows": spec.chip_rows(values, asked.viewer),
        "asked": asked,
        "values": {name: value for name, value in values.items() if value and name != "term"},
        "everything": {name: value for name, value in values.items() if value},
        "without_term": address_with(values, term=""),
        "sort": sort,
        "sorts": [(one, address_with(values, sort=one.key)) for one in spec.sorts],
        "view": view,
        "views": saved.views_for(spec.name, asked.viewer),
        "first": address_with(values) if asked.after else "",
        "next": address_with(values, after=page.next_key) if page and page.next_key else "",
        "asked_address": address_with(values),
        "is_asked": is_asked,
        "acts": [act for act in spec.acts if asked.viewer.may(act.right)],
        "may_export": bool(spec.export_right) and asked.viewer.may(spec.export_right),  # type: ignore[arg-type]
        "total": total_of(rows, page, by_index, is_all=is_all) if page and rows is not None else None,
    }
    return render(request, spec.template, words | (more or {}))


def address_values(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """What is asked as values of an address; words by their token."""
    token = request.GET.get("term", "") if not request.GET.get("view") else ""
    if asked.term and not token:
        token = keep_term(request.session, asked.term)
    return {**asked.values, "sort": asked.sort, "term": token}
