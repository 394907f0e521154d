"""The REST interface /api/v1/: its operations and its description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

from wanhao.access.api import errors
from wanhao.access.api.guards import LivingToken
from wanhao.access.api.operations import agents, contacts, customers, queues, tickets, work_orders
from wanhao.access.api.parsing import PlainParser

api = NinjaAPI(
    title="Wanhao",
    version="1",
    description="Contacts, queues, agents, tickets, work orders and customers of the service centre.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=PlainParser(),
)
errors.install(api)
api.add_router("/agents", agents.router)
api.add_router("/contacts", contacts.router)
api.add_router("/customers", customers.router)
api.add_router("/queues", queues.router)
api.add_router("/tickets", tickets.router)
api.add_router("/work-orders", work_orders.router)


REFUSALS = {
    400: "The body cannot be read",
    401: "No valid token",
    403: "The token lacks the right, or its owner may not do this here",
    404: "No such thing within reach",
    409: "The state of things does not allow it now",
    413: "Too long",
    422: "Some of the input cannot be taken; `fields` says what",
}


def description() -> dict[str, Any]:
    """The interface as OpenAPI; every operation may refuse, always in the form of `Error`."""
    told = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for operations in told["paths"].values():
        for operation in operations.values():
            for status, text in REFUSALS.items():
                operation["responses"].setdefault(status, {"description": text, "content": content})
    return told


@api.get("/openapi.json", auth=LivingToken(), include_in_schema=False, url_name="description")
def describe(request: HttpRequest) -> dict[str, Any]:
    """The description of the interface as OpenAPI, for whoever holds a token."""
    return description()
