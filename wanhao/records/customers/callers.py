"""Who calls: what the telephone and routing need to know of a customer, read on the way of every call."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.common.phone_numbers import normalise_number
from wanhao.foundation import prepared
from wanhao.foundation.privacy.fields import lookup_index

HOLDER = """
select p.id, s.id, p.language, p.has_consented_recording
from customers_subscription s
join customers_account a on a.id = s.account_id
join customers_party p on p.id = a.party_id
where s.number_index = %s and s.status <> 'terminated'
order by s.service, s.id limit 1
"""
REACHABLE = """
select distinct p.id, null::bigint, p.language, p.has_consented_recording
from customers_contactnumber n join customers_party p on p.id = n.party_id
where n.number_index = %s limit 2
"""
MARKS = "select tier, segment, special_needs from customers_party where id = %s"


@dataclass(frozen=True)
class Caller:
    """Whom a number belongs to."""

    customer_id: int
    subscription_id: int | None
    language: str
    has_consented_recording: bool


@dataclass(frozen=True)
class CustomerMarks:
    """What may let a customer come earlier."""

    tier: str
    segment: str
    special_needs: list[str]


def caller_by_number(number: str) -> Caller | None:
    """The customer who holds this number or can be reached at it; None when several can. Without a viewer."""
    index = lookup_index(normalise_number(number), "number")
    if not index:
        return None
    found = prepared.fetch_all(HOLDER, [index]) or prepared.fetch_all(REACHABLE, [index])
    return Caller(*found[0]) if len(found) == 1 else None


def marks_of(customer_id: int) -> CustomerMarks | None:
    """Tier, segment and special needs of a customer; without a viewer."""
    found = prepared.fetch_one(MARKS, [customer_id])
    return CustomerMarks(*found) if found else None
