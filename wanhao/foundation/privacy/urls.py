"""Opening masked values."""

from django.urls import path

from wanhao.foundation.privacy import views

app_name = "privacy"
urlpatterns = [path("private/<slug:kind>/<str:key>/<slug:field>/", views.opened, name="opened")]
