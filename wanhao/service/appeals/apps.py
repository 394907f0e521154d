"""Appeals: what customers brought before the regulator."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "wanhao.service.appeals"
    label = "appeals"
    verbose_name = _("Appeals to the regulator")

    def ready(self) -> None:
        """Appeals have clocks and files, and are shown on the ticket's page."""
        from wanhao.service.appeals import keeper, panels

        keeper.register_clocks()
        panels.register()
