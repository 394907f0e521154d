"""Opening, adding and erasing files in the browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanhao.common.errors import Invalid, NotFound
from wanhao.foundation.accounts.guards import signed_in, viewer
from wanhao.foundation.audit.subjects import KINDS, find
from wanhao.foundation.files import actions, subjects

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from wanhao.foundation.files.actions import Opened

ASKED_OF_THE_THING = "the thing a file belongs to says who may see it"


@signed_in(ASKED_OF_THE_THING)
@require_GET
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The content; pictures and PDF are shown, everything else is saved."""
    return streamed(actions.open_file(public_id, viewer(request)))


def streamed(opened: Opened) -> HttpResponseBase:
    """A file on its way to a browser, opened piece after piece."""
    response = StreamingHttpResponse(_pieces(opened), content_type=opened.file.content_type)
    is_saved = not (opened.file.is_picture or opened.file.kind == "pdf")
    response["Content-Disposition"] = content_disposition_header(is_saved, opened.file.name) or "attachment"
    response["Content-Length"] = str(opened.content.length)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _pieces(opened: Opened) -> AsyncIterator[bytes]:
    pieces = opened.pieces()
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


@signed_in(ASKED_OF_THE_THING)
@require_POST
def add(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Add files to a thing named as in the trail (`ticket`, its number), and back to its page."""
    subject = find(f"{kind}:{key}") if kind in subjects.SUBJECTS else None
    if subject is None or not subjects.may_add(subject, viewer(request)):
        raise NotFound(_("There is no such thing within your reach, or you may not add files to it."))
    uploads: list[UploadedFile | None] = [*request.FILES.getlist("file")]
    for upload in uploads or [None]:
        try:
            shown = bool(request.POST.get("is_for_customer"))
            actions.keep(upload, subject=subject, by=viewer(request), is_for_customer=shown)
        except Invalid as invalid:
            messages.error(request, f"{upload.name if upload else ''} {invalid}".strip())
        else:
            messages.success(request, _("The file is kept."))
    return redirect(page_of(subject))


@signed_in(ASKED_OF_THE_THING)
@require_POST
def erasure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Erase a file of one's own, saying why."""
    subject = actions.erase_file(public_id, reason=request.POST.get("reason", ""), by=viewer(request))
    messages.success(request, _("The file is erased."))
    return redirect(page_of(subject))


def page_of(subject: str) -> str:
    """The page of the thing; home when it has none."""
    kind, number = subjects.parts_of(subject)
    known = KINDS.get(kind)
    return known.page.format(key=known.key_of(number)) + "#files" if known and known.page else "/"
