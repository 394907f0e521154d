"""Private data: sealed at rest, masked on pages, every look recorded."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "wanhao.foundation.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
