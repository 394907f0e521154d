"""Everything that happens is an event, kept and sealed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "wanhao.foundation.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Find every context's reactions, and how its events are told."""
        autodiscover_modules("reactions", "sentences", "own_sentences")
