"""Addresses of help requests."""

from django.urls import path

from wanhao.management.help import views

app_name = "help"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("mine/words/", views.more, name="more"),
    path("mine/end/", views.finish, name="finish"),
    path("requests/", views.open_list, name="open"),
    path("requests/<slug:public_id>/", views.card, name="card"),
    path("requests/<slug:public_id>/taking/", views.taking, name="taking"),
    path("requests/<slug:public_id>/answer/", views.answer, name="answer"),
    path("requests/<slug:public_id>/closing/", views.closing, name="closing"),
]
