"""Complaints: levels with limits and owners, compensation, mediation, and the call that closes the loop."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "wanhao.service.complaints"
    label = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        """The ticket's page shows our part, and no complaint is closed before its customer was asked."""
        from wanhao.service.complaints import charging, panels

        panels.register()
        charging.register_charges()
