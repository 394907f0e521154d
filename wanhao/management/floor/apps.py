"""The floor as its leaders see and steer it."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FloorConfig(AppConfig):
    name = "wanhao.management.floor"
    label = "floor"
    verbose_name = pgettext_lazy("application", "Floor")
