"""Addresses of the web chat: which entrance it is, and nothing about the customer."""

from django.urls import path

from wanhao.access.webchat import calling_back, talking, views

app_name = "webchat"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.entrance, name="entrance"),
    path("<slug:code>/code/", views.number_code, name="code"),
    path("<slug:code>/leaving/", views.leaving, name="leaving"),
    path("<slug:code>/talk/", talking.talk, name="talk"),
    path("<slug:code>/talk/news/", talking.news, name="news"),
    path("<slug:code>/talk/stream/", talking.stream, name="stream"),
    path("<slug:code>/talk/words/", talking.words, name="words"),
    path("<slug:code>/talk/files/", talking.files, name="files"),
    path("<slug:code>/talk/files/<str:public_id>/", talking.file, name="file"),
    path("<slug:code>/talk/reading/", talking.reading, name="reading"),
    path("<slug:code>/talk/ending/", talking.ending, name="ending"),
    path("<slug:code>/talk/rating/", talking.rating, name="rating"),
    path("<slug:code>/talk/callback/", calling_back.callback, name="callback"),
    path("<slug:code>/talk/callback/code/", calling_back.callback_code, name="callback_code"),
]
