"""The clocks of appeals, who hears of them, and who may see their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wanhao.foundation.accounts import queries as accounts
from wanhao.foundation.accounts.rights import Role
from wanhao.foundation.files import subjects
from wanhao.foundation.files.subjects import FileSubject
from wanhao.foundation.notices.actions import News, notify_all
from wanhao.foundation.notices.models import Notice
from wanhao.service.appeals import queries
from wanhao.service.appeals.models import Appeal
from wanhao.service.clocks import keepers
from wanhao.service.clocks.keepers import Reached
from wanhao.service.clocks.models import Clock, Target, Whom
from wanhao.service.clocks.rules import MarkKind
from wanhao.service.clocks.sentences import in_both

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


class AppealKeeper:
    """Appeals have clocks."""

    def lock(self, ids: Sequence[int]) -> set[int]:
        """Those nobody is changing at this moment."""
        rows = Appeal.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids).order_by("pk")
        return set(rows.values_list("pk", flat=True))

    def moved(self, clocks: Sequence[Clock]) -> None:
        """Appeals keep no due moment of their own."""

    def tell(self, reached: Sequence[Reached]) -> None:
        """The owner of the appeal, and from the end on those above."""
        rows = Appeal.objects.select_related("owner", "ticket__unit").in_bulk([one.thing_id for one in reached])
        notify_all(_news(rows[one.thing_id], one, person) for one in reached for person in _people(rows, one))


def _people(rows: dict[int, Appeal], reached: Reached) -> list[Staff]:
    appeal, whom = rows[reached.thing_id], reached.mark.whom
    if reached.mark.kind is MarkKind.WARNING or whom == Whom.OWNER:
        return [appeal.owner]
    above = accounts.in_role(Role(whom or Role.DUTY_LEADER), appeal.ticket.unit)
    return above if whom else [appeal.owner, *(one for one in above if one.pk != appeal.owner_id)]


def _news(appeal: Appeal, reached: Reached, person: Staff) -> News:
    zh, en = in_both(Target(reached.clock.target))
    number, percent = appeal.regulator_number, reached.mark.percent
    texts = {
        MarkKind.WARNING: (
            f"申诉 {number}：{zh}时限已用 {percent}%",
            f"Appeal {number}: {percent} % of “{en}” is used",
        ),
        MarkKind.DUE: (f"申诉 {number}：{zh}已超时", f"Appeal {number}: “{en}” is overdue"),
        MarkKind.ESCALATION: (f"申诉 {number}：{zh}超时升级", f"Appeal {number}: “{en}” escalated"),
    }
    said_zh, said_en = texts[reached.mark.kind]
    level = Notice.Level.WARNING if reached.mark.kind is MarkKind.WARNING else Notice.Level.ALARM
    return News(person, said_zh, said_en, level, f"/appeals/{appeal.public_id}/")


def register_clocks() -> None:
    """Called once, when the programme starts."""
    keepers.register("appeal", AppealKeeper())
    subjects.register("evidence", FileSubject(may_see=queries.may_see_pack, may_add=lambda number, viewer: False))
