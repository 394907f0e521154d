"""Speech: what the programme says, and how it becomes sound."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SpeechConfig(AppConfig):
    name = "wanhao.service.speech"
    label = "speech"
    verbose_name = _("Speech")

    def ready(self) -> None:
        """Find what every context says."""
        autodiscover_modules("spoken")
