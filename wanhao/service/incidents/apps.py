"""Group incidents: one cause, many customers, who are found, told and called back together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "wanhao.service.incidents"
    label = "incidents"
    verbose_name = _("Group incidents")

    def ready(self) -> None:
        """The ticket's page says which incident it belongs to."""
        from wanhao.service.incidents import panels

        panels.register()
