"""Addresses of coverage."""

from django.urls import path

from wanhao.service.coverage import views

app_name = "coverage"
urlpatterns = [
    path("", views.signal_map, name="map"),
    path("hazards/", views.hazards, name="hazards"),
    path("hotspots/", views.listing, name="listing"),
    path("hotspots/<str:public_id>/", views.hotspot, name="hotspot"),
]
