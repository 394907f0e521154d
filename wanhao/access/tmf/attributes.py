"""The attributes that others may write, as JSON Schema: what a body is checked by, and what the description shows."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
ANYTHING: Schema = {}
KINDS = ("@baseType", "@schemaLocation", "@type")


def an_object(**attributes: Schema) -> Schema:
    """An object with these attributes, and perhaps others."""
    return {"type": "object", "properties": attributes | dict.fromkeys(KINDS, TEXT)}


def many(schema: Schema) -> Schema:
    """A list of them."""
    return {"type": "array", "items": schema, "maxItems": 100}


def texts(*names: str) -> dict[str, Schema]:
    """Attributes that are texts."""
    return dict.fromkeys(names, TEXT)


PERIOD: Schema = an_object(startDateTime=MOMENT, endDateTime=MOMENT)
REFERENCE: Schema = an_object(
    **texts("id", "href", "name", "role", "description", "@referredType", "relationshipType", "type")
)
NOTE: Schema = an_object(**texts("id", "author", "text"), date=MOMENT)
ATTACHMENT: Schema = an_object(
    **texts("id", "href", "name", "attachmentType", "content", "description", "mimeType", "url", "@referredType"),
    validFor=PERIOD,
)
MEDIUM: Schema = an_object(
    mediumType=TEXT,
    preferred=FLAG,
    validFor=PERIOD,
    characteristic=an_object(
        **texts(
            "city", "contactType", "country", "emailAddress", "faxNumber", "phoneNumber", "postCode",
            "socialNetworkId", "stateOrProvince", "street1", "street2",
        )
    ),
)  # fmt: skip
CHARACTERISTIC: Schema = an_object(**texts("id", "name", "valueType"), value=ANYTHING)
ITEM: Schema = an_object(
    **texts("id", "reason", "resolution"),
    creationDate=MOMENT,
    itemDate=PERIOD,
    item=REFERENCE,
    note=many(NOTE),
    channel=many(REFERENCE),
    attachment=many(ATTACHMENT),
    relatedParty=many(REFERENCE),
)
ROLE_OF_5: Schema = an_object(role=TEXT, partyOrPartyRole=REFERENCE, entity=REFERENCE)
EXTENSION = texts(*KINDS)
REFERENCES = many(REFERENCE)

TROUBLE_TICKET: dict[str, Schema] = {
    **EXTENSION,
    **texts(
        "name", "description", "severity", "ticketType", "priority", "externalId", "status", "statusChangeReason"
    ),
    "requestedResolutionDate": MOMENT,
    "expectedResolutionDate": MOMENT,
    "channel": REFERENCE,
    "attachment": many(ATTACHMENT),
    "note": many(NOTE),
    "relatedEntity": REFERENCES,
    "relatedParty": REFERENCES,
    "troubleTicketRelationship": REFERENCES,
}  # fmt: skip
ONLY_5: dict[str, Schema] = {
    "externalIdentifier": many(an_object(**texts("id", "href", "owner", "externalIdentifierType"))),
    "troubleTicketCharacteristic": many(CHARACTERISTIC),
    "troubleTicketSpecification": REFERENCE,
}
SPECIFICATION: dict[str, Schema] = {
    **EXTENSION,
    **texts("name", "description", "version"),
    "lifecycleStatus": {"type": "string", "enum": ["active", "retired"]},
    "creationDate": MOMENT,
    "lastUpdate": MOMENT,
}
PARTY_INTERACTION: dict[str, Schema] = {
    **EXTENSION,
    **texts("description", "reason", "direction", "status"),
    "interactionDate": PERIOD,
    "channel": REFERENCES,
    "attachment": many(ATTACHMENT),
    "note": many(NOTE),
    "relatedParty": REFERENCES,
    "interactionItem": many(ITEM),
    "interactionRelationship": REFERENCES,
}
CUSTOMER: dict[str, Schema] = {
    **EXTENSION,
    **texts("name", "status", "statusReason"),
    "engagedParty": REFERENCE,
    "validFor": PERIOD,
    "account": REFERENCES,
    "agreement": REFERENCES,
    "characteristic": many(CHARACTERISTIC),
    "contactMedium": many(MEDIUM),
    "creditProfile": many(
        an_object(
            creditProfileDate=MOMENT, creditRiskRating={"type": "integer"}, creditScore={"type": "integer"},
            validFor=PERIOD,
        )
    ),
    "paymentMethod": REFERENCES,
    "relatedParty": REFERENCES,
}  # fmt: skip
APPOINTMENT: dict[str, Schema] = {
    **EXTENSION,
    **texts("category", "description", "externalId", "status"),
    "validFor": PERIOD,
    "attachment": many(ATTACHMENT),
    "calendarEvent": REFERENCE,
    "contactMedium": many(MEDIUM),
    "note": many(NOTE),
    "relatedEntity": REFERENCES,
    "relatedParty": REFERENCES,
    "relatedPlace": REFERENCE,
}
SEARCH: dict[str, Schema] = {
    **EXTENSION,
    "requestedTimeSlot": many(an_object(**texts("id", "href"), validFor=PERIOD, relatedParty=REFERENCE)),
    "relatedEntity": REFERENCES,
    "relatedParty": REFERENCE,
    "relatedPlace": REFERENCE,
}
HUB: dict[str, Schema] = {**texts("callback", "query", "id", "@type", "@baseType", "@schemaLocation")}
