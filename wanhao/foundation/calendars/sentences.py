"""How events of calendars are told."""

from wanhao.foundation.audit.sentences import declare
from wanhao.foundation.calendars import events

declare(events.HoursChanged, ("工作时间变更", "Working hours changed"), ("{code}", "{code}"))
