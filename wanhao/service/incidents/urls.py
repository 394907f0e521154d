"""Addresses of group incidents."""

from django.urls import path

from wanhao.service.incidents import views

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.incident_page, name="incident"),
    path("<str:number>/found/", views.found, name="found"),
    path("<str:number>/<slug:name>/", views.act, name="act"),
]
