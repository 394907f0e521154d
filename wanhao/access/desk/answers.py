"""Refusals as JSON, for the scripts of the desk."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from wanhao.common.errors import Refused


def answer_refused(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose refusals are said as JSON."""

    def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return JsonResponse({"code": refused.code, "message": str(refused.message)}, status=refused.status)

    return wrapped
