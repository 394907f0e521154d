"""Reading a body attribute by attribute; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wanhao.access.tmf.rules import CannotRead, moment
from wanhao.common.errors import Invalid

TEXT = 4000


class Body:
    """A JSON object somebody sent. `check()` raises Invalid with a sentence for each wrong attribute."""

    def __init__(self, sent: Any) -> None:
        if not isinstance(sent, Mapping):
            raise Invalid(body="The body must be a JSON object.")
        self.sent = dict(sent)
        self.wrong: dict[str, object] = {}

    def __contains__(self, name: str) -> bool:
        return self.sent.get(name) is not None

    def text(self, name: str, *, most: int = TEXT, is_needed: bool = False) -> str:
        """A text without NUL; "" when it is missing."""
        value = self.sent.get(name)
        if value is None or value == "":
            if is_needed:
                self.wrong[name] = f"{name} is needed."
            return ""
        if not isinstance(value, str) or "\x00" in value or len(value) > most or not value.strip():
            self.wrong[name] = f"{name} must be a text of at most {most} characters."
            return ""
        return value.strip()

    def moment(self, name: str) -> datetime | None:
        """A moment; None when it is missing."""
        value = self.sent.get(name)
        if value is None:
            return None
        try:
            return moment(value if isinstance(value, str) else "")
        except CannotRead as error:
            self.wrong[name] = f"{name}: {error}"
            return None

    def objects(self, name: str) -> list[Body]:
        """A list of objects; [] when it is missing."""
        value = self.sent.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value) or len(value) > 100:
            self.wrong[name] = f"{name} must be a list of at most 100 objects."
            return []
        return [Body(one) for one in value]

    def object(self, name: str, *, is_needed: bool = False) -> Body:
        """One object; an empty one when it is missing."""
        value = self.sent.get(name)
        if isinstance(value, Mapping):
            return Body(value)
        if value is not None or is_needed:
            self.wrong[name] = f"{name} must be an object."
        return Body({})

    def check(self, *parts: Body) -> None:
        """Raises Invalid when anything read so far was wrong, here or in these parts."""
        wrong = self.wrong | {name: text for part in parts for name, text in part.wrong.items()}
        if wrong:
            raise Invalid(**wrong)
