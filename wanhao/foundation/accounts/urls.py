"""The language of the pages."""

from django.urls import path

from wanhao.foundation.accounts import views

app_name = "accounts"
urlpatterns = [path("language/", views.language, name="language")]
