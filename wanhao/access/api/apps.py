"""REST for integrators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "wanhao.access.api"
    label = "api"
    verbose_name = _("Interface")
