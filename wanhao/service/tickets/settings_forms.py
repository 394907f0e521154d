"""What an administrator sets about tickets that customers open: checked, and refused in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wanhao.foundation.accounts.models import Staff
from wanhao.service.tickets import queries, web_offers
from wanhao.service.tickets.models import Category, OfferedCategory, WebOwner


class OfferedCategoryForm(forms.ModelForm):
    """A category at the end of the tree, and the type of its tickets."""

    class Meta:
        model = OfferedCategory
        fields = ("category", "kind", "is_active")

    def clean_category(self) -> Category:
        """Tickets are opened at the end of the tree only."""
        category: Category = self.cleaned_data["category"]
        if category.pk not in {leaf.id for leaf in queries.category_leaves()}:
            raise forms.ValidationError(_("Choose a category in use that has no others below it."))
        return category


class WebOwnerForm(forms.ModelForm):
    """Who owns the tickets that customers of a region open."""

    class Meta:
        model = WebOwner
        fields = ("region", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Staff.objects.filter(pk=self.instance.owner_id) if self.instance.pk else Staff.objects.none()
        self.fields["owner"].queryset = web_offers.possible_owners() | kept  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The owner must be able to own them."""
        found: dict[str, Any] = super().clean() or {}
        if (owner := found.get("owner")) and (why := web_offers.refusal(owner, found.get("region"))):
            self.add_error("owner", why)
        return found
