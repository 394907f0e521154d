"""The composer's forms: the board, its pages, its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wanhao.access.wallboard.boards import MOST_PAGES
from wanhao.access.wallboard.figures import DEFAULT, FIGURES, WITH_LIMITS
from wanhao.access.wallboard.models import Board, BoardPage
from wanhao.foundation.accounts.models import Unit
from wanhao.foundation.accounts.rights import Right
from wanhao.foundation.accounts.scope import within_reach

if TYPE_CHECKING:
    from wanhao.foundation.accounts.models import Staff


class BoardForm(forms.Form):
    """The board itself."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code", empty_label=None)
    size = forms.ChoiceField(label=_("Text size"), choices=Board.Size.choices)
    is_shared = forms.BooleanField(label=_("For everybody of the unit"), required=False, initial=True)
    shows_alerts = forms.BooleanField(label=_("Alerts as a band on top"), required=False, initial=True)

    def __init__(self, viewer: Staff, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        reach = Unit.objects.filter(within_reach(viewer, Right.SEE_FLOOR, field="parent")) | Unit.objects.filter(
            pk__in=[viewer.unit_id, *(unit.pk for unit in viewer.units_for(Right.SEE_FLOOR))]
        )
        self.fields["unit"].queryset = reach.distinct()  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """One page of a board; queues and figures come in the order they stand on the form."""

    title_zh = forms.CharField(label=_("Chinese title"), max_length=60, required=False)
    title_en = forms.CharField(label=_("English title"), max_length=60, required=False)
    layout = forms.ChoiceField(label=_("Layout"), choices=BoardPage.Layout.choices)
    order = forms.ChoiceField(label=_("Order of the queues"), choices=BoardPage.Order.choices)
    seconds = forms.IntegerField(label=_("Shown for (s)"), min_value=5, max_value=3600, initial=20)
    shows_agents = forms.BooleanField(label=_("Agents by state"), required=False, initial=True)
    shows_curve = forms.BooleanField(label=_("The hour's curve"), required=False, initial=True)
    figures = forms.MultipleChoiceField(label=pgettext_lazy("board", "Figures"), initial=DEFAULT)
    queues = forms.MultipleChoiceField(
        label=_("Queues"), required=False, help_text=_("None chosen: all queues within the reader's reach.")
    )

    def __init__(self, *values: Any, queue_choices: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*values, **named)
        self.fields["queues"].choices = queue_choices  # type: ignore[attr-defined]
        self.fields["figures"].choices = [(one.code, one.name) for one in FIGURES.values()]  # type: ignore[attr-defined]

    def rows(self, name: str) -> list[tuple[str, Any, bool]]:
        """Value, word and whether it is chosen: the chosen first, in their order."""
        chosen = list(self[name].value() or [])
        words = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        kept = [value for value in chosen if value in words]
        return [(value, words[value], value in kept) for value in [*kept, *(one for one in words if one not in kept)]]

    @property
    def figure_rows(self) -> list[tuple[str, Any, bool]]:
        """Figures to choose."""
        return self.rows("figures")

    @property
    def queue_rows(self) -> list[tuple[str, Any, bool]]:
        """Queues to choose."""
        return self.rows("queues")

    @property
    def facts(self) -> dict[str, Any]:
        """The page as it is kept."""
        return {name: self.cleaned_data[name] for name in PageForm.base_fields}


Pages: type[BaseFormSet[PageForm]] = formset_factory(
    PageForm, extra=0, min_num=1, max_num=MOST_PAGES, validate_min=True, validate_max=True, can_delete=True
)


class LimitsForm(forms.Form):
    """Limits of the board's own: from where a figure is amber, from where red. Empty: the queue's own targets."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        for figure in WITH_LIMITS:
            for side in ("close", "missed"):
                self.fields[f"{figure.code}_{side}"] = forms.FloatField(required=False, min_value=0)

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """A line for each figure: amber and red."""
        return [(figure, self[f"{figure.code}_close"], self[f"{figure.code}_missed"]) for figure in WITH_LIMITS]

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        facts = super().clean() or {}
        for figure in WITH_LIMITS:
            close, missed = facts.get(f"{figure.code}_close"), facts.get(f"{figure.code}_missed")
            if (close is None) != (missed is None):
                self.add_error(f"{figure.code}_missed", _("Give both limits, or none."))
        return facts

    @property
    def limits(self) -> dict[str, dict[str, float]]:
        """The limits given."""
        found = {}
        for figure in WITH_LIMITS:
            close, missed = self.cleaned_data[f"{figure.code}_close"], self.cleaned_data[f"{figure.code}_missed"]
            if close is not None and missed is not None:
                found[figure.code] = {"close": close, "missed": missed}
        return found

    @staticmethod
    def initial_of(limits: dict[str, dict[str, float]]) -> dict[str, float]:
        """Limits as the form begins with them."""
        return {f"{code}_{side}": value for code, sides in limits.items() for side, value in sides.items()}
