"""What happened to imports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wanhao.foundation.audit.events import Event


@dataclass(frozen=True)
class ListUploaded(Event):
    """Somebody brought a list to be imported."""

    subject_kind: ClassVar[str] = "import"
    import_id: int
    kind: str
    size: int


@dataclass(frozen=True)
class ListImported(Event):
    """A list was written."""

    subject_kind: ClassVar[str] = "import"
    import_id: int
    kind: str
    created: int
    updated: int
    unchanged: int
    rejected: int


@dataclass(frozen=True)
class ImportCancelled(Event):
    """An import was stopped by a person; rows written before stay."""

    subject_kind: ClassVar[str] = "import"
    import_id: int
    kind: str


@dataclass(frozen=True)
class ImportFailed(Event):
    """An import broke; what was written before stays, and the same file can be sent again."""

    subject_kind: ClassVar[str] = "import"
    import_id: int
    kind: str
