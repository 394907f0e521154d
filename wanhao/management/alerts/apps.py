"""Rules over live figures, the alerts they open, and who is told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "wanhao.management.alerts"
    label = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        """Offer the figures to the rules, in every process."""
        from wanhao.management.alerts import reading  # noqa: F401 - its figures register themselves
