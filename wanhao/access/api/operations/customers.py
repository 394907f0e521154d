"""Customers, masked."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema

from wanhao.access.api.guards import TokenWith
from wanhao.access.api.schemas import CustomerOut, CustomerPage, CustomerSearch, Error
from wanhao.foundation.accounts.guards import viewer
from wanhao.foundation.accounts.rights import Right
from wanhao.records.customers import queries as customers

router = Router(tags=["customers"])
MOST = 200


class CustomersAsked(Schema):
    """Filters of the list; empty means all."""

    tier: str = ""
    segment: str = ""
    service: str = ""
    region: str = ""
    before: int | None = None
    limit: int = 50


def _page(request: HttpRequest, wanted: customers.CustomerFilter, limit: int) -> CustomerPage:
    size = min(max(limit, 1), MOST)
    found = customers.found_customers(viewer(request), wanted, size)
    items = [CustomerOut.of(customers.card_of(party)) for party in found]
    return CustomerPage(items=items, next=found[-1].pk if len(found) == size else None)


@router.get("", response={200: CustomerPage, 422: Error}, auth=TokenWith(Right.SEE_CUSTOMERS), url_name="customers")
def list_customers(request: HttpRequest, asked: Query[CustomersAsked]) -> CustomerPage:
    """Customers within the token's reach, newest first."""
    wanted = customers.CustomerFilter(
        tier=asked.tier, segment=asked.segment, service=asked.service, region=asked.region, before_id=asked.before
    )
    return _page(request, wanted, asked.limit)


@router.post(
    "/searches",
    response={200: CustomerPage, 422: Error},
    auth=TokenWith(Right.SEE_CUSTOMERS),
    url_name="customer_searches",
)
def search_customers(request: HttpRequest, asked: CustomerSearch) -> CustomerPage:
    """Customers by number, account, identity document or full name; the term travels in the body."""
    return _page(request, customers.CustomerFilter(term=asked.term), MOST)


@router.get(
    "/{customer_id}",
    response={200: CustomerOut, 404: Error},
    auth=TokenWith(Right.SEE_CUSTOMERS),
    url_name="customer",
)
def show_customer(request: HttpRequest, customer_id: str) -> CustomerOut:
    """One customer, masked."""
    return CustomerOut.of(customers.card_of(customers.customer(customer_id, viewer(request))))
