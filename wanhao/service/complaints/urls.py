"""Addresses of complaints."""

from django.urls import path

from wanhao.service.complaints import views

app_name = "complaints"
urlpatterns = [
    path("", views.complaint_list, name="list"),
    path("approvals/", views.approvals, name="approvals"),
    path("closing-calls/", views.closing_calls, name="closing-calls"),
    path("false-closures/", views.false_closures, name="false-closures"),
    path("compensations/<slug:public_id>/approval/", views.approval, name="approval"),
    path("compensations/<slug:public_id>/refusal/", views.refusal, name="refusal"),
    path("<str:number>/<slug:name>/", views.act, name="act"),
]
