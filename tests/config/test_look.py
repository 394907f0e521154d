"""How figures are written."""

from __future__ import annotations

import pytest
from django.utils import translation

from config.look import grouped


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_thousands_are_set_apart_in_both_languages(language: str) -> None:
    with translation.override(language):
        assert [grouped(number) for number in (None, 999, 30000, 1234567)] == ["–", "999", "30,000", "1,234,567"]
