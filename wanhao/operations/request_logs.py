"""What every request leaves behind: one line in the log, one count in the metrics, its contact bound meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from prometheus_client import Counter, Histogram
from structlog.contextvars import bind_contextvars, clear_contextvars

from wanhao.common.logs import bind_to_contact
from wanhao.common.public_ids import new_public_id

log = structlog.get_logger("wanhao.web")
QUIET = {"healthz", "metrics"}
CONTACT_IN_ADDRESS = re.compile(r"\bcontacts/<(?:\w+:)?(\w+)>")
REQUESTS = Counter("wanhao_http_requests", "Requests answered", ["method", "view", "status"])
SECONDS = Histogram(
    "wanhao_http_seconds", "Time to answer", ["view"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)
Answer = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def request_logs(get_response: Answer) -> Answer:
    """Middleware, first in the list, so that it sees what all others do."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            began = begin()
            response: HttpResponse = await awaited(get_response, request)
            end(request, response, began)
            return response

        answer_async.process_view = about  # type: ignore[attr-defined]
        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = begin()
        response: HttpResponse = get_response(request)
        end(request, response, began)
        return response

    answer.process_view = about  # type: ignore[attr-defined]
    return answer


async def awaited(get_response: Callable[[HttpRequest], Awaitable[HttpResponse]], request: HttpRequest) -> HttpResponse:
    """The response of the next in line."""
    return await get_response(request)


def about(request: HttpRequest, view: object, args: object, kwargs: dict[str, str]) -> None:
    """Every line of a request to a contact's address, those of its view too, names the contact."""
    found = CONTACT_IN_ADDRESS.search(request.resolver_match.route) if request.resolver_match else None
    if found:
        bind_to_contact(kwargs[found[1]])


def begin() -> float:
    """A fresh context with a number that ties the lines of one request together."""
    clear_contextvars()
    bind_contextvars(request=new_public_id()[:8])
    return time.monotonic()


def end(request: HttpRequest, response: HttpResponse, began: float) -> None:
    """The line and the count. The view's name stands for the address, which may hold what was searched for."""
    seconds = time.monotonic() - began
    match = request.resolver_match
    view = match.view_name or match.func.__name__ if match else "none"
    REQUESTS.labels(request.method, view, response.status_code).inc()
    SECONDS.labels(view).observe(seconds)
    if view in QUIET:
        return
    person = getattr(request, "user", None)
    log.info(
        "request",
        method=request.method,
        view=view,
        status=response.status_code,
        ms=round(seconds * 1000),
        staff=getattr(person, "staff_number", None),
    )
