"""What tickets teach: themes found in their texts, improvements followed to their effect."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImprovementConfig(AppConfig):
    name = "wanhao.management.improvement"
    label = "improvement"
    verbose_name = _("Themes and improvements")

    def ready(self) -> None:
        """Tickets show their theme."""
        from wanhao.management.improvement import panels

        panels.register()
