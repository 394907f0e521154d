"""Addresses of recordings."""

from django.urls import path

from wanhao.service.recordings import views

app_name = "recordings"
urlpatterns = [
    path("<str:public_id>/", views.recording, name="recording"),
]
