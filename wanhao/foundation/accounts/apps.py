"""Staff, the units they belong to, their roles and rights."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "wanhao.foundation.accounts"
    label = "accounts"
    verbose_name = _("Staff and units")
