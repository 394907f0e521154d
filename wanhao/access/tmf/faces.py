"""The faces: one for each interface and version, with what its shape has otherwise than that of version 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wanhao.access.tmf.attributes import ONLY_5, ROLE_OF_5, many
from wanhao.access.tmf.resources import Resource
from wanhao.access.tmf.resources.appointments import Appointments
from wanhao.access.tmf.resources.customers import Customers
from wanhao.access.tmf.resources.interactions import PartyInteractions
from wanhao.access.tmf.resources.searches import SlotSearches
from wanhao.access.tmf.resources.specifications import TicketSpecifications
from wanhao.access.tmf.resources.tickets import TroubleTickets

INNER = "@inner"  # the type of the reference within a role of version 5
Shape = Callable[[dict[str, Any]], dict[str, Any]]


def as_it_is(thing: dict[str, Any]) -> dict[str, Any]:
    """Version 4 itself."""
    return thing


def out_v4(thing: dict[str, Any]) -> dict[str, Any]:
    """Without what only version 5 has."""
    told = {name: value for name, value in thing.items() if name not in ONLY_5}
    for name in ("relatedParty", "relatedEntity"):
        told[name] = [{part: value for part, value in one.items() if part != INNER} for one in told.get(name, [])]
    return told


@dataclass(frozen=True)
class Face:
    """`/tmf-api/{api}/{version}/{resource.name}`."""

    api: str
    version: str
    number: str
    resource: Resource
    out: Shape = as_it_is
    into: Shape = as_it_is
    errors: Shape = as_it_is
    renamed: Mapping[str, str] = field(default_factory=dict)  # of its attributes, what they are in version 4
    more: Mapping[str, Any] = field(default_factory=dict)  # attributes that only it has
    always: tuple[str, ...] = ("id", "href")  # whatever `fields` says

    @property
    def path(self) -> str:
        """Below the root of all addresses."""
        return f"tmf-api/{self.api}/{self.version}/"

    @property
    def key(self) -> str:
        """Its name in ours: `tmf-troubleTicket-v4`."""
        return f"tmf-{self.api}-{self.version}"

    def in_4(self, name: str) -> str:
        """What an attribute by which it is asked (`relatedParty.partyOrPartyRole.id`) is in version 4."""
        for theirs, ours in self.renamed.items():
            name = name.replace(theirs, ours)
        return name

    @property
    def attributes(self) -> dict[str, Any]:
        """What others may write here, as JSON Schema."""
        old = {ours: theirs for theirs, ours in self.renamed.items() if "." not in theirs}
        return {old.get(name, name): schema for name, schema in self.resource.attributes.items()} | dict(self.more)


def out_v5(thing: dict[str, Any]) -> dict[str, Any]:
    """Version 5: parties and entities are references within a role, external ids a list, every object has a type."""
    told = dict(thing)
    if external := told.pop("externalId", None):
        known = [one for one in told.get("externalIdentifier", []) if one.get("id") == external]
        told["externalIdentifier"] = told["externalIdentifier"] if known else [{"id": external}]
    for name, kind in TYPES_OF_5.items():
        if isinstance(told.get(name), list):
            told[name] = [{"@type": kind, **one} for one in told[name]]
        elif isinstance(told.get(name), dict):
            told[name] = {"@type": kind, **told[name]}
    if "statusChange" in told:
        told["statusChangeHistory"] = [_status_v5(one) for one in told.pop("statusChange")]
    told["relatedParty"] = [_within(one, "partyOrPartyRole", "PartyRef") for one in told.get("relatedParty", [])]
    told["relatedEntity"] = [_within(one, "entity", "EntityRef") for one in told.get("relatedEntity", [])]
    for one in told.get("troubleTicketRelationship", []):
        one.setdefault("@referredType", "TroubleTicket")
    return told


TYPES_OF_5 = {
    "externalIdentifier": "ExternalIdentifier",
    "troubleTicketCharacteristic": "Characteristic",
    "troubleTicketSpecification": "TroubleTicketSpecificationRef",
    "troubleTicketRelationship": "TroubleTicketRelationship",
    "attachment": "AttachmentRef",
    "channel": "ChannelRef",
}


def _status_v5(one: dict[str, Any]) -> dict[str, Any]:
    told = {"status": one["status"], "statusChangeDate": one.get("changeDate"), "@type": "StatusChange"}
    return told | ({"statusChangeReason": one["changeReason"]} if one.get("changeReason") else {})


def _within(one: dict[str, Any], name: str, kind: str) -> dict[str, Any]:
    inner = {part: value for part, value in one.items() if part not in ("role", "@type", INNER)}
    outer = "RelatedPartyRefOrPartyRoleRef" if name == "partyOrPartyRole" else "RelatedEntity"
    return {"role": one.get("role", "related"), name: {**inner, "@type": one.get(INNER, kind)}, "@type": outer}


def into_v5(sent: dict[str, Any]) -> dict[str, Any]:
    """What version 5 sends, as version 4 would."""
    told = dict(sent)
    if "externalIdentifier" in told:
        identifiers = told["externalIdentifier"]
        is_list = isinstance(identifiers, list) and identifiers and isinstance(identifiers[0], dict)
        told["externalId"] = identifiers[0].get("id") if is_list else None
    for name, inner in (("relatedParty", "partyOrPartyRole"), ("relatedEntity", "entity")):
        if isinstance(told.get(name), list):
            told[name] = [_flat(one, inner) for one in told[name]]
    return told


def _flat(one: Any, inner: str) -> Any:
    if not isinstance(one, dict) or not isinstance(one.get(inner), dict):
        return one
    kind = one[inner].get("@type")
    told = {name: value for name, value in one[inner].items() if name != "@type"}
    return told | {name: value for name, value in (("role", one.get("role")), (INNER, kind)) if value is not None}


def out_v2(thing: dict[str, Any]) -> dict[str, Any]:
    """Version 2 calls relationships of tickets by another name, and has their kind as `type`."""
    told = {name: value for name, value in out_v4(thing).items() if name != "statusChangeDate"}
    told["ticketRelationship"] = [
        {{"relationshipType": "type"}.get(name, name): value for name, value in one.items()}
        for one in told.pop("troubleTicketRelationship", [])
    ]
    return told


def into_v2(sent: dict[str, Any]) -> dict[str, Any]:
    """What version 2 sends, as version 4 would."""
    told = dict(sent)
    links = told.pop("ticketRelationship", None)
    return told | ({"troubleTicketRelationship": links} if links is not None else {})


def errors_v2(error: dict[str, Any]) -> dict[str, Any]:
    """Version 2 has numbers where others have codes."""
    status = int(error["status"])
    return {"code": status, "reason": status, "status": status, "message": f"{error['reason']} {error['message']}"}


def errors_v5(error: dict[str, Any]) -> dict[str, Any]:
    """Version 5 wants a type on everything."""
    return error | {"@type": "Error"}


TICKETS, INTERACTIONS, CUSTOMERS, APPOINTMENTS = TroubleTickets(), PartyInteractions(), Customers(), Appointments()
NESTED = {".partyOrPartyRole.": ".", ".entity.": ".", "statusChangeHistory": "statusChange"}
ROLES = many(ROLE_OF_5)
MORE_OF_5 = {**ONLY_5, "relatedParty": ROLES, "relatedEntity": ROLES}
FACES = (
    Face("troubleTicket", "v4", "TMF621", TICKETS, out_v4),
    Face(
        "troubleTicket", "v5", "TMF621", TICKETS, out_v5, into_v5, errors_v5, NESTED, MORE_OF_5, ("id", "href", "@type")
    ),
    Face(
        "troubleTicket", "v2", "TMF621", TICKETS, out_v2, into_v2, errors_v2,
        {"ticketRelationship": "troubleTicketRelationship"},
    ),
    Face("partyInteraction", "v4", "TMF683", INTERACTIONS),
    Face("customerManagement", "v4", "TMF629", CUSTOMERS),
    Face("appointment", "v4", "TMF646", APPOINTMENTS),
)  # fmt: skip
SEARCHES = Face("appointment", "v4", "TMF646", SlotSearches())
SPECIFICATIONS = Face(
    "troubleTicket", "v5", "TMF621", TicketSpecifications(), errors=errors_v5, always=("id", "href", "@type")
)


def face(api: str, version: str) -> Face | None:
    """The face of an interface in a version."""
    return next((one for one in FACES if (one.api, one.version) == (api, version)), None)
