"""How events of help requests are told."""

from typing import Any

from wanhao.foundation.audit.sentences import declare
from wanhao.management.help import events
from wanhao.management.help.models import HelpRequest, HelpTopic


def topic_name(code: Any) -> str:
    """A topic by its code."""
    topic = HelpTopic.objects.filter(code=code).first()
    return topic.name if topic else str(code)


declare(
    events.HelpAsked, ("现场求助", "Help asked for"), ("{agent_id}，{topic}", "{agent_id}, {topic}"), topic=topic_name
)
declare(
    events.HelpTaken,
    ("受理求助", "Help request taken"),
    ("{topic}，{seconds} 后", "{topic}, after {seconds}"),
    topic=topic_name,
)
declare(
    events.HelpGiven,
    ("给予帮助", "Help given"),
    ("{topic}，{way}，{seconds} 后", "{topic}, {way}, after {seconds}"),
    topic=topic_name,
    way=HelpRequest.Way,
)
declare(events.HelpAskedAgain, ("继续求助", "Asked on"), ("{topic}", "{topic}"), topic=topic_name)
declare(
    events.HelpEscalated,
    ("求助升级", "Help request escalated"),
    ("{topic}，{seconds} 无人受理", "{topic}, nobody took it in {seconds}"),
    topic=topic_name,
)
declare(
    events.HelpEnded,
    ("求助结束", "Help request closed"),
    ("{topic}，{outcome}", "{topic}, {outcome}"),
    topic=topic_name,
    outcome=HelpRequest.Outcome,
)
