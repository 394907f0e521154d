"""The check of the catalogues finds what differs."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from checks.texts import contradictions


def catalogue(*entries: tuple[str, str, str | None]) -> Catalog:
    """With these texts: English, Chinese, context."""
    found = Catalog(locale="zh_Hans")
    for text, chinese, context in entries:
        found.add(text, chinese, context=context)
    return found


def test_one_text_has_one_chinese_in_all_catalogues_unless_a_context_parts_them() -> None:
    one = catalogue(("Due", "时限", None), ("closed", "休息", "day"))
    two = catalogue(("Due", "到期", None), ("closed", "关闭时间", None))
    found = list(contradictions({"one": one, "two": two}))
    assert len(found) == 1
    assert "'Due'" in found[0]
    assert "时限 (one); 到期 (two)" in found[0]
    assert list(contradictions({"one": one, "same": one})) == []
