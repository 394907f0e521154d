"""Appointments: when somebody comes to the customer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "wanhao.service.appointments"
    label = "appointments"
    verbose_name = _("Appointments")

    def ready(self) -> None:
        """The ticket's page leads to its appointment."""
        from wanhao.service.appointments import carrying, panel

        panel.register_panel()
        carrying.register_carrying()
