"""Calls: what the database knows of them."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CallsConfig(AppConfig):
    name = "wanhao.service.calls"
    label = "calls"
    verbose_name = pgettext_lazy("application", "Calls")
