"""Live screens: one LISTEN connection a process, many streams."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "wanhao.foundation.live"
    label = "live"
    verbose_name = _("Live screens")

    def ready(self) -> None:
        """Find every context's live topics and feeds."""
        autodiscover_modules("topics", "feeds")
