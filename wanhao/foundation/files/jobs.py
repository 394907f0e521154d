"""What the worker does for files."""

from __future__ import annotations

import time

from procrastinate.contrib.django import app

from wanhao.foundation.files import vault
from wanhao.foundation.files.models import StoredFile

STRAY_SECONDS = 86_400


@app.periodic(cron="27 3 * * *")
@app.task(name="files.keep_house", queueing_lock="files retention")
def keep_house(timestamp: int) -> None:
    """Each night: remove contents older than a day that no row knows (an upload that broke off)."""
    for file in vault.folder().glob("??/*"):
        is_old = time.time() - file.stat().st_mtime > STRAY_SECONDS
        if is_old and not StoredFile.objects.filter(public_id=file.name).exists():
            file.unlink(missing_ok=True)
