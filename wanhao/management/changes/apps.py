"""The change-tracking list: what many ask about, with owner and due date, followed until closed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "wanhao.management.changes"
    label = "changes"
    verbose_name = _("Change tracking")
