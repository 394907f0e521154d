"""The form that draws winners."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DrawForm(forms.Form):
    """How many win."""

    count = forms.IntegerField(label=_("Winners"), min_value=1, initial=1)
