"""Addresses of files."""

from django.urls import path

from wanhao.foundation.files import views

app_name = "files"
urlpatterns = [
    path("<slug:public_id>/", views.file, name="file"),
    path("<slug:public_id>/erasure/", views.erasure, name="erasure"),
    path("of/<slug:kind>/<str:key>/", views.add, name="add"),
]
