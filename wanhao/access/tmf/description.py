"""A face as OpenAPI 3: what it takes and gives, for integrators and for testing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wanhao.access.tmf.attributes import HUB, SEARCH, SPECIFICATION

if TYPE_CHECKING:
    from wanhao.access.tmf.faces import Face

REFUSALS = {
    "400": "Something cannot be taken; the message says what",
    "401": "No valid token",
    "403": "The token lacks the right",
    "404": "No such thing within reach",
    "405": "No such operation",
    "409": "The state of things does not allow it now",
    "413": "Too long",
    "415": "Not JSON",
}
CONTROLS = [
    {"name": "fields", "in": "query", "schema": {"type": "string"}, "description": "Attributes wanted, by commas"},
    {"name": "sort", "in": "query", "schema": {"type": "string"}, "description": "Such as -creationDate"},
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 1_000_000}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 500}},
]
KEY = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]
SLOTS = SEARCH["requestedTimeSlot"]
ITS_HEADERS = {name: {"schema": {"type": "string"}} for name in ("X-Total-Count", "X-Result-Count", "Link")}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(face: Face, name: str, status: str, gives: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    given = {"description": "Done"} | (_json(gives) if gives else {})
    refused = {code: {"description": text, **_json(_ref("Error"))} for code, text in REFUSALS.items()}
    return {"operationId": name, "tags": [face.resource.name], "responses": {status: given, **refused}, **more}


def _takes(schema: str, *kinds: str) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": _ref(schema)} for kind in ("application/json", *kinds)}}


def description(face: Face, address: str) -> dict[str, Any]:
    """The whole of it."""
    return {
        "openapi": "3.0.3",
        "info": {"title": f"{face.number} {face.resource.kind}", "version": face.version},
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": _paths(face),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(face),
        },
    }


def _paths(face: Face) -> dict[str, Any]:
    name, kind = face.resource.name, face.resource.kind
    listed = _operation(face, f"list{kind}", "200", {"type": "array", "items": _ref(kind)}, parameters=CONTROLS)
    listed["responses"]["200"]["headers"] = ITS_HEADERS
    patch = _takes(f"{kind}_Update", "application/merge-patch+json")
    paths = {
        f"/{name}": {
            "get": listed,
            "post": _operation(face, f"create{kind}", "201", _ref(kind), requestBody=_takes(f"{kind}_Create")),
        },
        f"/{name}/{{id}}": {
            "get": _operation(face, f"retrieve{kind}", "200", _ref(kind), parameters=[*KEY, CONTROLS[0]]),
            "patch": _operation(face, f"patch{kind}", "200", _ref(kind), parameters=KEY, requestBody=patch),
            "delete": _operation(face, f"delete{kind}", "204", None, parameters=KEY),
        },
        "/hub": {"post": _operation(face, "subscribe", "201", _ref("Hub"), requestBody=_takes("Hub_Create"))},
        "/hub/{id}": {
            "get": _operation(face, "subscription", "200", _ref("Hub"), parameters=KEY),
            "delete": _operation(face, "unsubscribe", "204", None, parameters=KEY),
        },
    }
    if name == "appointment":
        found, search = _ref("SearchTimeSlot"), _takes("SearchTimeSlot_Create")
        many = {"type": "array", "items": found}
        paths["/searchTimeSlot"] = {
            "get": _operation(face, "listSearchTimeSlot", "200", many, parameters=CONTROLS),
            "post": _operation(face, "createSearchTimeSlot", "201", found, requestBody=search),
        }
        paths["/searchTimeSlot/{id}"] = {
            "get": _operation(face, "retrieveSearchTimeSlot", "200", found, parameters=KEY),
            "delete": _operation(face, "deleteSearchTimeSlot", "204", None, parameters=KEY),
        }
    if name == "troubleTicket" and face.version == "v5":
        shape = _ref("TroubleTicketSpecification")
        shapes = {"type": "array", "items": shape}
        paths["/troubleTicketSpecification"] = {
            "get": _operation(face, "listTroubleTicketSpecification", "200", shapes, parameters=CONTROLS)
        }
        paths["/troubleTicketSpecification/{id}"] = {
            "get": _operation(face, "retrieveTroubleTicketSpecification", "200", shape, parameters=[*KEY, CONTROLS[0]])
        }
    return paths


def _schemas(face: Face) -> dict[str, Any]:
    kind, attributes = face.resource.kind, dict(face.attributes)
    identity = {"id": {"type": "string"}, "href": {"type": "string"}}
    code = {"type": "integer" if face.version == "v2" else "string"}
    error = {"code": code, "reason": code, "message": {"type": "string"}, "status": code}
    writable = {name: schema | {"nullable": True} if schema else schema for name, schema in attributes.items()}
    return {
        kind: {"type": "object", "properties": identity | attributes, "required": ["id", "href"]},
        f"{kind}_Create": {"type": "object", "properties": attributes, "required": list(face.resource.needed)},
        f"{kind}_Update": {"type": "object", "properties": writable},
        "Hub_Create": {"type": "object", "properties": HUB, "required": ["callback"]},
        "Hub": {"type": "object", "properties": HUB, "required": ["id", "callback"]},
        "TroubleTicketSpecification": {
            "type": "object",
            "properties": {**identity, **SPECIFICATION},
            "required": ["id", "href", "@type"],
        },
        "SearchTimeSlot_Create": {"type": "object", "properties": SEARCH},
        "SearchTimeSlot": {"type": "object", "properties": {**identity, **SEARCH, "availableTimeSlot": SLOTS}},
        "Error": {"type": "object", "properties": error, "required": ["code", "reason"]},
    }
