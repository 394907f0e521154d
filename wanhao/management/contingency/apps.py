"""Contingency: plans, the emergency team and how it is called, the emergency itself and what is learnt from it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContingencyConfig(AppConfig):
    name = "wanhao.management.contingency"
    label = "contingency"
    verbose_name = _("Contingency")
