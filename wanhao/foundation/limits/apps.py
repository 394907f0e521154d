"""How often one may do something."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    name = "wanhao.foundation.limits"
    label = "limits"
    verbose_name = _("Rate limits")
