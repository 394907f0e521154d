"""Addresses of visits. Everything below /visits/ works without network once the phone has read it."""

from django.urls import path

from wanhao.service.visits import phone_views, views

app_name = "visits"
urlpatterns = [
    path("", phone_views.jobs, name="jobs"),
    path("worker.js", phone_views.service_worker, name="worker"),
    path("token/", phone_views.token, name="token"),
    path("jobs/<str:number>/", phone_views.job, name="job"),
    path("jobs/<str:number>/arrival/", phone_views.arrival, name="arrival"),
    path("jobs/<str:number>/result/", phone_views.result, name="result"),
    path("jobs/<str:number>/call/", phone_views.call, name="call"),
    path("own-phone/", phone_views.own_phone, name="own_phone"),
    path("held/", views.held, name="held"),
    path("record/<str:public_id>/", views.record, name="record"),
    path("record/<str:public_id>/excuse/", views.excuse, name="excuse"),
]
