"""Imports: nouns for what one does with them."""

from django.urls import path

from wanhao.foundation.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("runs/<slug:public_id>/", views.run_page, name="run"),
    path("runs/<slug:public_id>/writing/", views.writing, name="writing"),
    path("runs/<slug:public_id>/cancellation/", views.cancellation, name="cancellation"),
    path("runs/<slug:public_id>/rejected.csv", views.rejected, name="rejected"),
    path("<slug:kind>/", views.begin, name="begin"),
    path("<slug:kind>/example.csv", views.example, name="example"),
]
