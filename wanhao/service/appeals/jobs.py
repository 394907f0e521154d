"""What the worker does for appeals."""

from __future__ import annotations

from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from wanhao.service.appeals import packing


@app.task(name="appeals.make_pack")
def make_pack(pack_id: int) -> None:
    """Pack the evidence somebody asked for."""
    packing.make(pack_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="appeals.give_up_stranded", queueing_lock="appeals stranded")
def give_up_stranded(timestamp: int) -> None:
    """Packs whose job died with its process can be asked for again."""
    packing.give_up_stranded()


@app.periodic(cron="41 3 * * *")
@app.task(name="appeals.keep_house", queueing_lock="appeals retention")
def keep_house(timestamp: int) -> None:
    """Each night: packs whose days are over."""
    packing.let_go(localdate())
