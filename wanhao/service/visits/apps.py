"""Visits: what technicians do and measure at the customer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "wanhao.service.visits"
    label = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        """A visit shows a work order's result, has files, and is seen on the ticket's page."""
        from wanhao.service.visits import joining

        joining.register()
