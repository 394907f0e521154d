"""The report of help on the floor: how soon help came, by topic, team and day."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wanhao.access.reports.rules import Figure, Ratio
from wanhao.access.reports.tables import duration
from wanhao.management.help import figures
from wanhao.management.help.rules import Counts, total

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff

LONGEST = timedelta(days=400)
COUNTS = {
    "asked": pgettext_lazy("help report", "Asked"),
    "cancelled": pgettext_lazy("help report", "Taken back"),
    "taken": pgettext_lazy("help report", "Taken"),
    "taken_in_time": pgettext_lazy("help report", "Taken before the alarm"),
    "reaction_seconds": pgettext_lazy("help report", "Sum of reactions (s)"),
    "helped": pgettext_lazy("help report", "Helped"),
    "help_seconds": pgettext_lazy("help report", "Sum until help (s)"),
    "escalated": pgettext_lazy("help report", "Alarms"),
}
SHOWN = ("asked", "cancelled", "taken", "helped", "escalated")
FIGURES = (
    Figure("reaction", "reaction_seconds", "taken", is_share=False),
    Figure("help", "help_seconds", "helped", is_share=False),
    Figure("in_time", "taken_in_time", "taken", is_share=True),
    Figure("helped", "helped", "wanted", is_share=True),
)
WORDS = {
    "reaction": (
        pgettext_lazy("help report", "Time to first reaction"),
        gettext_lazy("sum of seconds from asking until a leader took it ÷ requests taken"),
    ),
    "help": (
        pgettext_lazy("help report", "Time to help"),
        gettext_lazy("sum of seconds from asking until the first answer or joining ÷ requests helped"),
    ),
    "in_time": (
        pgettext_lazy("help report", "Taken in time"),
        gettext_lazy("requests taken before the alarm ÷ requests taken"),
    ),
    "helped": (
        pgettext_lazy("help report", "Got help"),
        gettext_lazy("requests helped ÷ (requests asked − requests taken back)"),
    ),
}


class HelpReportForm(forms.Form):
    """Days, teams and topics; none means all."""

    team = forms.MultipleChoiceField(label=gettext_lazy("Teams"), required=False)
    topic = forms.MultipleChoiceField(label=gettext_lazy("Help topics"), required=False)
    begin = forms.DateField(label=gettext_lazy("From"))
    end = forms.DateField(label=gettext_lazy("To"))

    def __init__(self, viewer: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = list(figures.team_names(viewer).items())  # type: ignore[attr-defined]
        self.fields["topic"].choices = list(figures.topic_names().items())  # type: ignore[attr-defined]

    @classmethod
    def of_request(cls, viewer: Staff, data: Any) -> HelpReportForm:
        """The form filled from the address; the last seven days when nothing was asked."""
        today = timezone.localdate()
        asked = {"begin": (today - timedelta(days=6)).isoformat(), "end": today.isoformat()}
        asked |= {name: data[name] for name in ("begin", "end") if data.get(name)}
        return cls(viewer, asked | {"team": data.getlist("team"), "topic": data.getlist("topic")})

    def clean(self) -> dict[str, Any]:
        """Days in order, and not too many."""
        cleaned = super().clean() or {}
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end < begin:
            self.add_error("end", _("The last day lies before the first one: choose a later day."))
        elif begin and end and end - begin > LONGEST:
            self.add_error("end", _("Choose at most %(days)d days.") % {"days": LONGEST.days})
        return cleaned

    def span(self) -> tuple[datetime, datetime]:
        """From the first moment to that after the last."""
        zone = timezone.get_current_timezone()
        begin = datetime.combine(self.cleaned_data["begin"], time(), zone)
        return begin, datetime.combine(self.cleaned_data["end"] + timedelta(days=1), time(), zone)


@dataclass(frozen=True)
class Cell:
    """A figure ready to be shown, with what it was made of."""

    name: str
    formula: str
    ratio: Ratio
    is_share: bool

    @property
    def text(self) -> str:
        """A percentage with one digit, or minutes and seconds; a dash where nothing was counted."""
        if self.ratio.value is None:
            return "–"
        return f"{self.ratio.value:.1%}" if self.is_share else duration(self.ratio.value)

    @property
    def hint(self) -> str:
        """Numerator, denominator and formula, for the pointer."""
        return f"{self.name} = {self.formula} = {self.ratio.numerator} ÷ {self.ratio.denominator}"


@dataclass(frozen=True)
class Row:
    """One line: a topic, a team or a day."""

    label: str
    counts: Counts

    @property
    def shown_counts(self) -> list[int]:
        """The counts of the table."""
        return [getattr(self.counts, name) for name in SHOWN]

    @property
    def cells(self) -> list[Cell]:
        """All figures of the line."""
        return [cell_of(figure, self.counts) for figure in FIGURES]


def cell_of(figure: Figure, counts: Counts) -> Cell:
    """One figure with its words."""
    name, formula = WORDS[figure.key]
    ratio = Ratio(getattr(counts, figure.numerator), getattr(counts, figure.denominator))
    return Cell(str(name), str(formula), ratio, figure.is_share)


def shown_names() -> list[str]:
    """Heads of the counts that the table shows."""
    return [str(COUNTS[name]) for name in SHOWN]


def report(viewer: Staff, form: HelpReportForm) -> dict[str, Any]:
    """Rows by topic (the most asked first), by team and by day, and the total."""
    begin, end = form.span()
    asked = {"teams": tuple(form.cleaned_data["team"]), "topics": tuple(form.cleaned_data["topic"])}
    found = figures.help_counts(viewer, begin, end, **asked)
    names, teams = figures.topic_names(), figures.team_names(viewer)
    topics = figures.gathered(found, lambda key: key.topic)
    by_team = figures.gathered(found, lambda key: key.team)
    days = figures.gathered(found, lambda key: key.day)
    return {
        "total": Row(_("Total"), total(found.values())),
        "topics": [Row(names[code], topics[code]) for code in sorted(topics, key=lambda code: -topics[code].asked)],
        "teams": [Row(teams.get(code, code), by_team[code]) for code in sorted(by_team)],
        "days": [Row(day.isoformat(), days[day]) for day in sorted(days, reverse=True)],
    }


COLUMNS = tuple(one.name for one in fields(Counts))
