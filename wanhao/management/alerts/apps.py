"""Rules over live figures, the alerts they open, and who is told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "wanhao.management.alerts"
    label = "alerts"
    verbose_name = _("Alerts")
