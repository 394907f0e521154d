"""Addresses of the voice menu."""

from django.urls import path

from wanhao.access.voice_menu import announcement_views, editor_views, message_views, trial_views, views

app_name = "voice-menu"
urlpatterns = [
    path("voice-menu/", views.flows, name="flows"),
    path("voice-menu/<slug:code>/", editor_views.editor, name="editor"),
    path("voice-menu/<slug:code>/draft/", editor_views.draft, name="draft"),
    path("voice-menu/<slug:code>/arrangement/", editor_views.arrangement, name="arrangement"),
    path("voice-menu/<slug:code>/publishing/", editor_views.publishing, name="publishing"),
    path("voice-menu/<slug:code>/versions/", editor_views.versions, name="versions"),
    path("voice-menu/<slug:code>/versions/<int:number>/use/", editor_views.roll_back, name="roll-back"),
    path("voice-menu/<slug:code>/versions/<int:number>/draft/", editor_views.take_as_draft, name="take-as-draft"),
    path("voice-menu/<slug:code>/visits/", editor_views.visits, name="visits"),
    path("voice-menu/<slug:code>/sounds/", trial_views.upload, name="upload"),
    path("voice-menu/<slug:code>/sounds/<slug:key>/", trial_views.sound, name="sound"),
    path("voice-menu/<slug:code>/speech/", trial_views.speech, name="speech"),
    path("voice-menu/<slug:code>/rehearsal/", trial_views.rehearsal, name="rehearsal"),
    path("voice-menu/<slug:code>/phone/", trial_views.phone_account, name="phone-account"),
    path("announcements/", announcement_views.announcements, name="announcements"),
    path("announcements/<slug:public_id>/end/", announcement_views.end, name="end-announcement"),
    path("voice-messages/", message_views.messages, name="messages"),
    path("voice-messages/<slug:public_id>/done/", message_views.done, name="message-done"),
]
