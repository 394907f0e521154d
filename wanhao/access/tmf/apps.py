"""TM Forum Open APIs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TmfConfig(AppConfig):
    name = "wanhao.access.tmf"
    label = "tmf"
    verbose_name = _("TM Forum interfaces")
