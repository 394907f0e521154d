"""Asking for an evidence pack, making it, and letting it go when its days are over."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import override

from wanhao.common.errors import NotAllowed
from wanhao.foundation.accounts.models import Staff
from wanhao.foundation.audit.actions import record
from wanhao.foundation.audit.events import Actor
from wanhao.foundation.files import actions as files
from wanhao.foundation.locks import locked
from wanhao.foundation.notices.actions import notify
from wanhao.service.appeals import events, evidence, queries
from wanhao.service.appeals.actions import about
from wanhao.service.appeals.evidence import Gathered, Part
from wanhao.service.appeals.models import EvidencePack

APPEALS = Actor.system("appeals")
STRANDED_AFTER = timedelta(minutes=30)
State = EvidencePack.State
log = structlog.get_logger(__name__)


@transaction.atomic
def ask_for_pack(appeal_id: int, *, by: Staff) -> EvidencePack:
    """Have everything about the appeal packed; a job does it, and tells who asked."""
    appeal = queries.appeals(by).get(pk=appeal_id)
    try:
        with transaction.atomic():
            pack = EvidencePack.objects.create(appeal=appeal, asked_by=by, asked_at=now())
    except IntegrityError as error:
        raise NotAllowed(_("A pack of this appeal is being made already.")) from error
    record(_event(events.EvidencePackAsked, pack), actor=by, unit=appeal.ticket.unit_id)
    from wanhao.service.appeals import jobs  # the job calls make() below

    transaction.on_commit(lambda: jobs.make_pack.defer(pack_id=pack.pk))
    return pack


def _event(kind: type[events.EvidenceEvent], pack: EvidencePack, **more: Any) -> events.EvidenceEvent:
    return kind(**about(pack.appeal), pack=pack.public_id, **more)


def make(pack_id: int) -> None:
    """Pack it, seal it, tell who asked; does nothing for a pack that is made or given up."""
    packs = EvidencePack.objects.select_related("appeal__ticket__category", "appeal__ticket__unit", "asked_by__unit")
    row = packs.filter(pk=pack_id).first()
    if row is None or not row.is_in_the_making:
        return
    try:
        with override("zh-hans"):
            _make(row)
    except Exception as error:
        log.exception("evidence pack failed", pack=row.public_id)
        _fail(row, f"{type(error).__name__}: {error}"[:200])


def _make(pack: EvidencePack) -> None:
    gathered = evidence.gather(pack)
    pack.state, pack.total, pack.done = State.RUNNING, len(gathered.parts) + 2, 0
    pack.save(update_fields=["state", "total", "done"])
    with tempfile.TemporaryFile(dir=_folder()) as target:
        written = _write(gathered, target)
        target.seek(0)
        name = f"申诉证据_{pack.appeal.regulator_number}_{localdate():%Y%m%d}.zip"
        file = files.keep_made(target, name=name, kind="zip", subject=pack.subject, by=APPEALS)
    pack.file_id, pack.size, pack.sha256 = file.public_id, file.size, file.sha256
    _finish(pack, len(written), sum(part.is_recording for part in gathered.parts))


def _folder() -> Path:
    """Where packs are put together, for us alone."""
    folder: Path = settings.WANHAO.data / "packing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _write(gathered: Gathered, target: object) -> dict[str, str]:
    """The archive; path → SHA-256 of everything in it but the list of them."""
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for part in gathered.parts:
            sums[part.path] = _pack(archive, part)
            _progress(gathered.pack)
        index = render_to_string("appeals/evidence.html", {"it": gathered, "rows": _listed(gathered, sums)})
        sums["索引.html"] = _pack(archive, Part("索引.html", "", lambda: iter([index.encode()])))
        _progress(gathered.pack)
        manifest = "".join(f"{digest}  {path}\n" for path, digest in sums.items())
        _pack(archive, Part("SHA256SUMS.txt", "", lambda: iter([manifest.encode()])))
    _progress(gathered.pack)
    return sums


def _pack(archive: zipfile.ZipFile, part: Part) -> str:
    digest = sha256()
    with archive.open(part.path, "w", force_zip64=True) as inside:
        for piece in part.pieces():
            digest.update(piece)
            inside.write(piece)
    return digest.hexdigest()


def _listed(gathered: Gathered, sums: dict[str, str]) -> Iterator[tuple[Part, str]]:
    return ((part, sums[part.path]) for part in gathered.parts)


def _progress(pack: EvidencePack) -> None:
    pack.done += 1
    pack.save(update_fields=["done"])


@transaction.atomic
def _finish(pack: EvidencePack, count: int, recordings: int) -> None:
    pack.state, pack.ready_at, pack.has_recordings = State.READY, now(), recordings > 0
    pack.keep_until = localdate() + timedelta(days=queries.policy().keep_pack_days)
    pack.save()
    facts = {"files": count, "recordings": recordings, "size": pack.size, "sha256": pack.sha256}
    record(_event(events.EvidencePackMade, pack, **facts), actor=APPEALS, unit=pack.appeal.ticket.unit_id)
    number, link = pack.appeal.regulator_number, f"/appeals/{pack.appeal.public_id}/"
    notify(pack.asked_by, f"申诉 {number} 的证据包已生成", f"The evidence of appeal {number} is packed", link=link)


@transaction.atomic
def _fail(pack: EvidencePack, problem: str) -> None:
    pack.state, pack.problem = State.FAILED, problem
    pack.save(update_fields=["state", "problem"])
    record(_event(events.EvidencePackFailed, pack), actor=APPEALS, unit=pack.appeal.ticket.unit_id)


def give_up_stranded() -> int:
    """Packs whose job died with its process; how many."""
    limit = now() - STRANDED_AFTER
    rows = EvidencePack.objects.filter(state__in=[State.WAITING, State.RUNNING], asked_at__lt=limit)
    stranded = list(rows.select_related("appeal__ticket"))
    for pack in stranded:
        _fail(pack, "stranded")
    return len(stranded)


def let_go(today: date) -> int:
    """Packs whose days are over; how many."""
    over = queries.packs_over(today)
    for number in over:
        with transaction.atomic():
            pack = locked(EvidencePack.objects.select_related("appeal__ticket"), number)
            files.let_go(pack.file_id, reason="expired", by=APPEALS)
            pack.state = State.GONE
            pack.save(update_fields=["state"])
            record(_event(events.EvidencePackExpired, pack), actor=APPEALS, unit=pack.appeal.ticket.unit_id)
    return len(over)
