"""What may be refused, in words for the person who asked. Views and interfaces turn these into answers."""


class Refused(Exception):
    """Something was not done; the message says why and what to do instead."""

    status = 400
    code = "refused"

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """The state of things does not allow this now."""

    status = 409
    code = "not_allowed"


class Forbidden(Refused):
    """This person has no right to it."""

    status = 403
    code = "forbidden"


class NotFound(Refused):
    """There is no such thing within this person's reach."""

    status = 404
    code = "not_found"


class Conflict(Refused):
    """Somebody changed it meanwhile."""

    status = 409
    code = "conflict"


class Invalid(Refused):
    """Input that cannot be taken: a sentence for each field."""

    status = 422
    code = "invalid"

    def __init__(self, **fields: object) -> None:
        super().__init__("; ".join(str(text) for text in fields.values()))
        self.fields = fields
