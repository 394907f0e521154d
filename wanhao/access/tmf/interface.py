"""The operations of every face: list, one, create, merge patch, remove, and its hub."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLResolver, path
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wanhao.access.api.guards import TokenWith, token_of
from wanhao.access.tmf import hub
from wanhao.access.tmf.attributes import HUB
from wanhao.access.tmf.description import description
from wanhao.access.tmf.faces import FACES, SEARCHES, SPECIFICATIONS, Face
from wanhao.access.tmf.models import Subscription
from wanhao.access.tmf.reading import Body
from wanhao.access.tmf.resources import ordered
from wanhao.access.tmf.rules import CannotRead, asked, chosen, links
from wanhao.common.errors import Conflict, Invalid, Refused
from wanhao.foundation.accounts.guards import viewer

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
KINDS_TAKEN = ("application/json", "application/merge-patch+json")
Answer = HttpResponse


Operation = tuple[str, str, Callable[..., Answer], TokenWith, str]  # method, address, what, right, name
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BESIDE = {"searchTimeSlot": SEARCHES, "troubleTicketSpecification": SPECIFICATIONS}  # further resources of a face


def build(face: Face) -> NinjaAPI:
    """The interface of one face."""
    api = NinjaAPI(
        title=f"{face.number} {face.resource.kind}",
        version=face.version,
        urls_namespace=face.key,
        docs_url=None,
        openapi_url=None,
    )
    router, name, right = Router(tags=[face.resource.name]), face.resource.name, face.resource
    see, write = TokenWith(right.see), TokenWith(right.write)
    operations: list[Operation] = [
        ("GET", f"/{name}", list_things, see, "list"),
        ("POST", f"/{name}", create_thing, write, "list"),
        ("GET", f"/{name}/{{key}}", show_thing, see, "one"),
        ("PATCH", f"/{name}/{{key}}", change_thing, write, "one"),
        ("DELETE", f"/{name}/{{key}}", remove_thing, write, "one"),
        ("POST", "/hub", make_subscription, see, "hub"),
        ("GET", "/openapi.json", show_description, see, "description"),
        ("GET", "/hub/{key}", show_subscription, see, "subscription"),
        ("DELETE", "/hub/{key}", end_subscription, see, "subscription"),
    ]
    if name == "appointment":
        operations += [
            ("GET", "/searchTimeSlot", list_things, see, "slots"),
            ("POST", "/searchTimeSlot", create_thing, see, "slots"),
            ("GET", "/searchTimeSlot/{key}", show_thing, see, "slot"),
            ("DELETE", "/searchTimeSlot/{key}", remove_thing, see, "slot"),
        ]
    if face.version == "v5" and name == "troubleTicket":
        operations += [
            ("GET", "/troubleTicketSpecification", list_things, see, "specifications"),
            ("GET", "/troubleTicketSpecification/{key}", show_thing, see, "specification"),
        ]
    for method, address, operation, auth, url_name in operations + _refused_methods(operations, see):
        of = BESIDE.get(address.split("/")[1], face)
        _add(router, of, method, address, operation, auth, url_name)
    install_errors(api, face)
    api.add_router("", router)
    return api


def _refused_methods(operations: list[Operation], auth: TokenWith) -> list[Operation]:
    """What an address does not take is refused in the standard's form too."""
    taken: dict[str, set[str]] = {}
    for method, address, _operation, _auth, _name in operations:
        taken.setdefault(address, set()).add(method)
    names = {address: name for _method, address, _operation, _auth, name in operations}
    return [
        (method, address, partial(refuse_method, allowed=sorted(methods)), auth, names[address])
        for address, methods in taken.items()
        for method in METHODS
        if method not in methods
    ]


def _add(
    router: Router, face: Face, method: str, address: str, operation: Callable[..., Answer], auth: TokenWith, name: str
) -> None:
    bound = partial(operation, face)
    plain = operation.func if isinstance(operation, partial) else operation
    if "{key}" in address:

        def view(request: HttpRequest, key: str) -> Answer:
            return bound(request, key)
    else:

        def view(request: HttpRequest) -> Answer:  # type: ignore[misc]
            return bound(request)

    view.__doc__ = plain.__doc__
    view.__name__ = plain.__name__
    router.add_api_operation(
        address, [method], view, auth=auth, url_name=name, operation_id=f"{plain.__name__}_{method}_{name}"
    )


def list_things(face: Face, request: HttpRequest) -> Answer:
    """A page, narrowed by attributes; the totals are in the headers."""
    parameters = [(name, value) for name in request.GET for value in request.GET.getlist(name)]
    wanted, person = asked(parameters), viewer(request)
    rows = face.resource.rows(person, [replace(one, name=face.in_4(one.name)) for one in wanted.conditions])
    if wanted.sort:
        rows = rows.order_by(*ordered(wanted.sort, face.resource.columns), "-pk")
    total = rows.count()
    page = list(rows[wanted.offset : wanted.offset + wanted.limit])
    shown = [
        chosen(_out(face, request, thing), wanted.fields, face.always) for thing in face.resource.shown(page, person)
    ]
    answer = JsonResponse(shown, safe=False, status=200)
    answer["X-Total-Count"], answer["X-Result-Count"] = str(total), str(len(shown))
    answer["Content-Range"] = f"items {wanted.offset + 1 if shown else 0}-{wanted.offset + len(shown)}/{total}"
    address = request.build_absolute_uri(request.path)
    answer["Link"] = links(address, parameters, offset=wanted.offset, limit=wanted.limit, total=total)
    return answer


def create_thing(face: Face, request: HttpRequest) -> Answer:
    """A new one, and where it is."""
    person = viewer(request)
    row = face.resource.create(_body(face, request), person)
    return _one(face, request, row, status=201)


def show_thing(face: Face, request: HttpRequest, key: str) -> Answer:
    """One of them."""
    return _one(face, request, face.resource.one(viewer(request), _plain(key)))


def change_thing(face: Face, request: HttpRequest, key: str) -> Answer:
    """Merge patch (RFC 7396)."""
    person = viewer(request)
    row = face.resource.one(person, _plain(key))
    body = _body(face, request)
    for name in ("id", "href"):
        if name in body and body.sent[name] not in (key, _href(face, request, key)):
            raise Invalid(**{name: f"{name} cannot be changed."})
    row = face.resource.change(row, body, person)
    return _one(face, request, row)


def remove_thing(face: Face, request: HttpRequest, key: str) -> Answer:
    """Take it away, where such a thing can be."""
    hub.take_back(face, _plain(key), by=viewer(request))
    return _nothing()


def make_subscription(face: Face, request: HttpRequest) -> Answer:
    """Tell an address of what happens; the secret for checking signatures is in a header of this answer alone."""
    body = _body(face, request)
    callback, query = body.text("callback", most=300, is_needed=True), body.text("query", most=300)
    body.conform(HUB)
    body.check()
    root, person = request.build_absolute_uri("/"), viewer(request)
    row = hub.subscribe(face, callback, query, root=root, by=person, token_id=token_of(request))
    answer = JsonResponse(_subscription(face, row), status=201)
    answer["Location"] = request.build_absolute_uri(f"/{face.path}hub/{row.public_id}")
    answer["X-Wanhao-Secret"] = row.secret
    return answer


def show_subscription(face: Face, request: HttpRequest, key: str) -> Answer:
    """One of one's own."""
    return JsonResponse(_subscription(face, hub.subscription(face, _plain(key), viewer(request))))


def end_subscription(face: Face, request: HttpRequest, key: str) -> Answer:
    """Tell it no longer."""
    hub.unsubscribe(face, _plain(key), by=viewer(request))
    return _nothing()


def _nothing() -> Answer:
    answer = HttpResponse(status=204)
    del answer["Content-Type"]
    return answer


def refuse_method(face: Face, request: HttpRequest, key: str = "", *, allowed: list[str]) -> Answer:
    """405, saying what is taken."""
    error = {"code": "405", "reason": "method not allowed", "message": f"Here: {', '.join(allowed)}.", "status": "405"}
    answer = JsonResponse(face.errors(error), status=405)
    answer["Allow"] = ", ".join(allowed)
    return answer


def show_description(face: Face, request: HttpRequest) -> Answer:
    """This interface as OpenAPI."""
    return JsonResponse(description(face, request.build_absolute_uri(f"/{face.path}")))


def _subscription(face: Face, row: Subscription) -> dict[str, Any]:
    told = {"id": row.public_id, "callback": row.callback, "query": row.query}
    return told | ({"@type": "Hub"} if face.version == "v5" else {})


def _plain(key: str) -> str:
    if "\x00" in key or len(key) > 60:
        raise CannotRead("There is no such id.")
    return key


def _href(face: Face, request: HttpRequest, key: str) -> str:
    return request.build_absolute_uri(f"/{face.path}{face.resource.name}/{key}")


def _out(face: Face, request: HttpRequest, thing: dict[str, Any]) -> dict[str, Any]:
    return face.out({**thing, "href": _href(face, request, thing["id"])})


def _one(face: Face, request: HttpRequest, row: Any, status: int = 200) -> Answer:
    thing = _out(face, request, face.resource.shown([row], viewer(request))[0])
    fields = asked([("fields", request.GET.get("fields", ""))]).fields
    answer = JsonResponse(chosen(thing, fields, face.always), status=status)
    if status == 201:
        answer["Location"] = thing["href"]
    return answer


def _body(face: Face, request: HttpRequest) -> Body:
    kind = request.content_type or "application/json"
    if kind not in KINDS_TAKEN:
        raise HttpError(415, f"A body is {' or '.join(KINDS_TAKEN)}.")
    try:
        if len(request.body) > MOST_BYTES:
            raise RequestDataTooBig
        sent = json.loads(request.body, parse_constant=_no_constant)
    except RequestDataTooBig as error:
        raise HttpError(413, f"The body may have {MOST_BYTES} bytes.") from error
    except (ValueError, RecursionError) as error:
        raise CannotRead("The body is no JSON.") from error
    return Body(face.into(sent) if isinstance(sent, dict) else sent)


def _no_constant(word: str) -> float:
    raise ValueError(word)  # NaN and Infinity are no JSON


def install_errors(api: NinjaAPI, face: Face) -> None:
    """All errors in the form of the TM Forum: code, reason, message, status."""

    def told(status: int, reason: str, message: object) -> Answer:
        error = {"code": str(status), "reason": reason, "message": str(message), "status": str(status)}
        return JsonResponse(face.errors(error), status=status)

    api.exception_handler(Refused)(lambda request, error: told(*_refused(error)))
    api.exception_handler(CannotRead)(lambda request, error: told(400, "invalid", error))
    api.exception_handler(ValidationError)(lambda request, error: told(400, "invalid", error.errors))
    api.exception_handler(HttpError)(lambda request, error: told(error.status_code, "refused", error))
    api.exception_handler(AuthenticationError)(
        lambda request, error: told(401, "not signed in", "Give a valid token in the header Authorization: Bearer …")
    )

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("interface operation failed", exc_info=error)
        return told(500, "failed", "Something went wrong on our side; nothing was changed.")


def _refused(error: Refused) -> tuple[int, str, object]:
    status = 400 if isinstance(error, Invalid) else error.status
    reason = "changed meanwhile" if isinstance(error, Conflict) else error.code.replace("_", " ")
    return status, reason, error.message


def urls() -> list[URLResolver]:
    """The addresses of all faces."""
    return [path(face.path, build(face).urls) for face in FACES]
