"""Addresses of appointments."""

from django.urls import path

from wanhao.service.appointments import views

app_name = "appointments"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("tickets/<str:number>/", views.booking, name="booking"),
    path("tickets/<str:number>/cancellation/", views.cancellation, name="cancellation"),
]
