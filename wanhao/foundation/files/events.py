"""What happened to files. They are about the thing the file belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True, kw_only=True)
class FileEvent(Event):
    """Something about one file of one thing; wakes the thing's page."""

    about: str
    file: str
    kind: str
    size: int
    customer_id: int | None = None
    contact_id: int | None = None

    @property
    def subject(self) -> str:
        """The thing, as `ticket:12`."""
        return self.about


@dataclass(frozen=True, kw_only=True)
class FileKept(FileEvent):
    sha256: str
    is_for_customer: bool


@dataclass(frozen=True, kw_only=True)
class FileOpened(FileEvent):
    @property
    def topics(self) -> frozenset[str]:
        """A look changes nothing on any page."""
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class FileErased(FileEvent):
    reason: str
