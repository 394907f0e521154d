"""How events of polls are told."""

from wanhao.foundation.audit.sentences import declare, spell_list
from wanhao.foundation.audit.subjects import Kind, add_kind
from wanhao.service.votes import events
from wanhao.service.votes.models import Poll


def find_poll(code: str) -> int | None:
    """A poll by its code."""
    return Poll.objects.filter(code=code).values_list("pk", flat=True).first()


def poll_code(row: int) -> str | None:
    """The code of a poll."""
    return Poll.objects.filter(pk=row).values_list("code", flat=True).first()


add_kind(Kind("poll", "投票", "Poll", find_poll, poll_code, "/votes/{key}/"))

declare(
    events.BallotsCounted,
    ("投票计入", "Votes counted"),
    ("计入 {counted}，重复 {again}", "{counted} counted, {again} again"),
)
declare(events.WinnersDrawn, ("抽出中奖者", "Winners drawn"), ("{winners}", "{winners}"), winners=spell_list)
declare(events.PollExported, ("导出投票结果", "Result of a poll exported"))
