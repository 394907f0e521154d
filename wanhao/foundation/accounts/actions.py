"""What people change about themselves."""

from __future__ import annotations

from wanhao.foundation.accounts.models import Staff


def choose_language(person: Staff, language: str) -> None:
    """Keep the language this person reads."""
    person.language = language
    person.save(update_fields=["language"])
