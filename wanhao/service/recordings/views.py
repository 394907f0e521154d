"""Hearing a recording in the browser: the sealed file opened part by part, so that the listener can jump about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from wanhao.foundation.accounts.guards import needs
from wanhao.foundation.accounts.rights import Right
from wanhao.service.recordings import actions, files, queries

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
@needs(Right.PLAY_RECORDINGS, Right.SERVE_CONTACTS)
def recording(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The WAV file, or the part the browser asks for."""
    viewer: Staff = request.user  # type: ignore[assignment]
    if request.method == "HEAD":
        row = queries.recording_for(viewer, public_id)
        length = files.open_file(row).length if row.status == row.Status.READY else 0
        return _headers(HttpResponse(content_type="audio/wav"), length)
    wanted = request.headers.get("Range", "")
    opened = actions.play_recording(public_id, by=viewer, start=_first_byte(wanted))
    part = asked_part(wanted, opened.length)
    if part is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{opened.length}"
        return response
    start, end = part
    response = StreamingHttpResponse(opened.stream(start, end), content_type="audio/wav")
    if wanted:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{opened.length}"
    return _headers(response, end - start)


def asked_part(wanted: str, length: int) -> tuple[int, int] | None:
    """First byte and the byte after the last of a Range header; None when there is no such part (RFC 9110, 14.1.2)."""
    found = RANGE.fullmatch(wanted.strip())
    if found is None or found.group(0) == "bytes=-":
        return 0, length
    first, last = found.groups()
    if not first:
        return max(0, length - int(last)), length
    start, end = int(first), min(length, int(last) + 1 if last else length)
    return (start, end) if start < end else None


def _first_byte(wanted: str) -> int:
    found = RANGE.fullmatch(wanted.strip())
    return int(found[1]) if found and found[1] else 0


def _headers(response: HttpResponseBase, length: int) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(length)
    response["Cache-Control"] = "private, no-store"
    return response
