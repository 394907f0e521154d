"""Addresses of customers' pages: opaque ids only."""

from django.urls import path

from wanhao.access.customer360 import views

app_name = "customers"
urlpatterns = [
    path("", views.customer_list, name="list"),
    path("search/", views.search, name="search"),
    path("new/", views.new_customer, name="new"),
    path("<str:public_id>/", views.customer_page, name="customer"),
    path("<str:public_id>/timeline/", views.more_timeline, name="timeline"),
    path("<str:public_id>/<slug:kind>/<int:row_id>/removal/", views.removal, name="removal"),
    path("<str:public_id>/<slug:name>/", views.edit_customer, name="edit"),
]
