"""Addresses of live streams."""

from django.urls import path

from wanhao.foundation.live import views

app_name = "live"
urlpatterns = [path("stream/", views.stream, name="stream")]
