"""Mass calling: very many short calls, every answer counted once."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotesConfig(AppConfig):
    name = "wanhao.service.votes"
    label = "votes"
    verbose_name = _("Votes and surveys")

    def ready(self) -> None:
        """Winners' numbers are opened by the eye."""
        from wanhao.service.votes import private

        private.register()
