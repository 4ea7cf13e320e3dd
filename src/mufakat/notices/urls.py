"""Addresses of the inbox, its settings, and the link that stops letters."""

from __future__ import annotations

from django.urls import path

from mufakat.notices import views

app_name = "notices"
urlpatterns = [
    path("kabar/", views.inbox, name="inbox"),
    path("kabar/dibaca/", views.read_all, name="read_all"),
    path("kabar/pengaturan/", views.settings, name="settings"),
    path("kabar/berhenti/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("kabar/<uuid:number>/", views.open_notice, name="open"),
]
