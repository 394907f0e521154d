"""How events of customers' own pages are told."""

from wanhao.access.selfservice import events
from wanhao.foundation.audit.sentences import declare

ANSWERS = {True: "已解决 / solved", False: "未解决 / not solved"}

declare(events.OwnPageOpened, ("客户查看工单进度", "Customer opened the ticket's page"))
declare(
    events.SolutionAnswered,
    ("客户自助确认", "Customer's own answer"),
    ("{is_solved} → {outcome}", "{is_solved} → {outcome}"),
    is_solved=ANSWERS.get,
)
