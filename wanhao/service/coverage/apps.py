"""Where mobiles have no signal, and hazards on the street."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    name = "wanhao.service.coverage"
    label = "coverage"
    verbose_name = _("Coverage and hazards")

    def ready(self) -> None:
        """Charges of signal complaints count on the departments' scoreboard."""
        from wanhao.service.coverage import charging

        charging.register_charges()
