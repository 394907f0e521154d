"""Figures over time, with their formulas."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "wanhao.access.reports"
    label = "reports"
    verbose_name = _("Reports")
