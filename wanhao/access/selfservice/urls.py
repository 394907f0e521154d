"""Addresses of customers' own pages: no number, no name, no code stands in them."""

from django.urls import path

from wanhao.access.selfservice import new_views, views

app_name = "selfservice"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("new/", new_views.new, name="new"),
    path("new/code/", new_views.new_code, name="new_code"),
    path("new/code/another/", new_views.another_code, name="another_code"),
    path("code/", views.code, name="code"),
    path("ticket/", views.ticket, name="ticket"),
    path("ticket/message/", views.message, name="message"),
    path("ticket/files/", views.files, name="files"),
    path("ticket/files/<str:public_id>/", views.file, name="file"),
    path("ticket/appointment/", views.appointment, name="appointment"),
    path("ticket/answer/", views.answer, name="answer"),
    path("leaving/", views.leaving, name="leaving"),
]
