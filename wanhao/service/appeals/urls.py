"""Addresses of appeals."""

from django.urls import path

from wanhao.service.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.appeal_list, name="list"),
    path("new/", views.new_appeal, name="new"),
    path("packs/<slug:public_id>/", views.pack_file, name="pack"),
    path("<slug:public_id>/", views.appeal_page, name="appeal"),
    path("<slug:public_id>/packs/", views.packs, name="packs"),
    path("<slug:public_id>/<slug:name>/", views.act_on, name="act"),
]
