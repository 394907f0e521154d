"""The look of the admin: our sign and our blue."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


def icon(request: HttpRequest) -> str:
    """The sign of the house."""
    return static("wanhao.svg")


BLUES = {
    "50": "#eff5fd",
    "100": "#dbe8fa",
    "200": "#bcd4f5",
    "300": "#8db6ee",
    "400": "#5890e3",
    "500": "#3472d6",
    "600": "#1d5fc4",
    "700": "#194ca0",
    "800": "#194183",
    "900": "#1a386d",
    "950": "#122345",
}
LOOK = {
    "SITE_TITLE": _("Wanhao"),
    "SITE_HEADER": _("Wanhao · reference data"),
    "SITE_ICON": icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    "COLORS": {"primary": BLUES},
    "SIDEBAR": {"show_search": True, "show_all_applications": False},
}
