"""Addresses of the staff pages of callbacks."""

from django.urls import path

from wanhao.service.callbacks import views

app_name = "callbacks"
urlpatterns = [
    path("", views.callback_list, name="list"),
    path("new/", views.new, name="new"),
    path("<str:public_id>/", views.callback, name="callback"),
    path("<str:public_id>/cancellation/", views.cancellation, name="cancellation"),
    path("<str:public_id>/moving/", views.moving, name="moving"),
]
