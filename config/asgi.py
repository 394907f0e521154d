"""The ASGI application: Django, and the live streams around it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from wanhao.foundation.live.streams import LiveStreams  # noqa: E402 - needs the applications loaded

application = LiveStreams(django_application)
