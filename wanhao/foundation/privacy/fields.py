"""A text that is sealed in the database and plain in Python."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from wanhao.common.sealing import LookupIndex, Sealer

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


@cache
def sealer(purpose: str = "fields") -> Sealer:
    """The sealer of this installation for one purpose."""
    return Sealer(settings.WANHAO.secret_keys, purpose)


@cache
def _index() -> LookupIndex:
    return LookupIndex(settings.WANHAO.secret_keys)


def lookup_index(value: str, purpose: str) -> str:
    """Fingerprint under which a sealed value is found again; empty for an empty value."""
    return _index().of(value, purpose) if value else ""


class SealedText(TextField):
    """Text sealed at rest (AES-GCM). It cannot be searched: keep `lookup_index` beside it."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Open the stored value."""
        return sealer().unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Seal before storing."""
        return sealer().seal(str(value)) if value else value
