"""Addresses of skills."""

from django.urls import path

from wanhao.service.skills import views

app_name = "skills"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("cells/", views.cell, name="cell"),
    path("many/", views.many, name="many"),
    path("<slug:staff_number>/", views.agent, name="agent"),
]
