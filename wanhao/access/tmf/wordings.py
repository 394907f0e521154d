"""Attributes that our records do not have: kept as the integrator wrote them, given back as they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from wanhao.access.tmf.models import Wording
from wanhao.access.tmf.rules import merged
from wanhao.common.errors import Invalid

MOST = 60_000


def words_of(subject: str) -> dict[str, Any]:
    """What was written for this thing; {} when nothing was."""
    return words_for([subject]).get(subject, {})


def words_for(subjects: Collection[str]) -> dict[str, dict[str, Any]]:
    """What was written for each of these things."""
    return {row.subject: json.loads(row.words) for row in Wording.objects.filter(subject__in=subjects)}


def keep(subject: str, sent: Mapping[str, Any], own: Collection[str]) -> None:
    """Merge the attributes that are the integrator's own into what was kept; the caller's transaction."""
    patch = {name: value for name, value in sent.items() if name in own}
    if not patch:
        return
    row = Wording.objects.select_for_update().filter(subject=subject).first()
    before = json.loads(row.words) if row else {}
    words = json.dumps(merged(before, patch), ensure_ascii=False)
    if len(words) > MOST or "\\u0000" in words:
        raise Invalid(body=f"The attributes we only keep for you may have {MOST} characters, none of them NUL.")
    Wording.objects.update_or_create(subject=subject, defaults={"words": words})
