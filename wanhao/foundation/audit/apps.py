"""Everything that happens is an event, kept and sealed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "wanhao.foundation.audit"
    label = "audit"
    verbose_name = _("Audit")
