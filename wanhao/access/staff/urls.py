"""Staff pages."""

from django.urls import path

from wanhao.access.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.hiring, name="hiring"),
    path("<slug:number>/", views.person, name="person"),
    path("<slug:number>/details/", views.details, name="details"),
    path("<slug:number>/postings/", views.postings, name="postings"),
    path("<slug:number>/postings/<int:posting_id>/end/", views.posting_end, name="posting_end"),
    path("<slug:number>/password/", views.password, name="password"),
    path("<slug:number>/unlocking/", views.unlocking, name="unlocking"),
    path("<slug:number>/sign-out/", views.signing_out, name="signing_out"),
    path("<slug:number>/second-factor/removal/", views.codes_removal, name="codes_removal"),
    path("<slug:number>/leaving/", views.leaving, name="leaving"),
    path("<slug:number>/rehiring/", views.rehiring, name="rehiring"),
]
