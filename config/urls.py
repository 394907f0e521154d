"""Root addresses: each context brings its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import pages
from wanhao.access.api.interface import api
from wanhao.access.tmf import interface as tmf

admin.autodiscover()

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.failed

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("", include("wanhao.foundation.accounts.urls")),
    path("", include("wanhao.foundation.sign_in.urls")),
    path("", include("wanhao.foundation.privacy.urls")),
    path("staff/", include("wanhao.access.staff.urls")),
    path("imports/", include("wanhao.foundation.imports.urls")),
    path("lists/", include("wanhao.foundation.lists.urls")),
    path("files/", include("wanhao.foundation.files.urls")),
    path("customers/", include("wanhao.access.customer360.urls")),
    path("tickets/", include("wanhao.service.tickets.urls")),
    path("work-orders/", include("wanhao.service.dispatch.urls")),
    path("appointments/", include("wanhao.service.appointments.urls")),
    path("appeals/", include("wanhao.service.appeals.urls")),
    path("complaints/", include("wanhao.service.complaints.urls")),
    path("coverage/", include("wanhao.service.coverage.urls")),
    path("visits/", include("wanhao.service.visits.urls")),
    path("incidents/", include("wanhao.service.incidents.urls")),
    path("votes/", include("wanhao.service.votes.urls")),
    path("admin/", admin.site.urls),
    path("desk/", include("wanhao.access.desk.urls")),
    path("contacts/", include("wanhao.access.history.urls")),
    path("", include("wanhao.access.voice_menu.urls")),
    path("", include("wanhao.operations.urls")),
    path("audit/", include("wanhao.foundation.audit.urls")),
    path("notices/", include("wanhao.foundation.notices.urls")),
    path("live/", include("wanhao.foundation.live.urls")),
    path("skills/", include("wanhao.service.skills.urls")),
    path("wallboard/", include("wanhao.access.wallboard.urls")),
    path("contingency/", include("wanhao.management.contingency.urls")),
    path("alerts/", include("wanhao.management.alerts.urls")),
    path("callbacks/", include("wanhao.service.callbacks.urls")),
    path("my/", include("wanhao.access.selfservice.urls")),
    path("chat/", include("wanhao.access.webchat.urls")),
    path("callback/", include("wanhao.service.callbacks.customer_urls")),
    path("reports/", include("wanhao.access.reports.urls")),
    path("floor/", include("wanhao.management.floor.urls")),
    path("help/", include("wanhao.management.help.urls")),
    path("changes/", include("wanhao.management.changes.urls")),
    path("", include("wanhao.management.improvement.urls")),
    path("api/v1/", api.urls),
    *tmf.urls(),
    path("recordings/", include("wanhao.service.recordings.urls")),
]
