"""Who brought a long list may have left its page: they are told when a pass over it is over."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wanhao.foundation.imports.models import ImportRun
from wanhao.foundation.notices.actions import notify
from wanhao.foundation.notices.models import Notice


def tell_end(run: ImportRun) -> None:
    """One notice in both languages, with a link to the run; nothing about a short list, which is over at once."""
    if not run.is_long:
        return
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = sentence(run) % {
                "file": run.file_name,
                "good": run.good,
                "bad": run.bad,
            }
    level = Notice.Level.WARNING if run.state == ImportRun.State.FAILED else Notice.Level.INFORMATION
    notify(run.by, texts["zh-hans"], texts["en"], level=level, link=reverse("imports:run", args=[run.public_id]))


def sentence(run: ImportRun) -> str:
    """What is said of the state it is in."""
    if run.state == ImportRun.State.CHECKED:
        return _("The list %(file)s is checked: %(good)d good rows, %(bad)d rejected. Say whether to write it.")
    if run.state == ImportRun.State.DONE:
        return _("The list %(file)s is written: %(good)d rows, %(bad)d rejected.")
    return _("The import of %(file)s broke off. What was written stays; send the same list again.")
