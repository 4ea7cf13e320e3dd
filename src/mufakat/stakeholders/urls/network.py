"""Addresses of ties and the network."""

from __future__ import annotations

from django.urls import path

from mufakat.stakeholders import views

urlpatterns = [
    path("kampanye/<slug:slug>/pemetaan/jejaring/", views.network, name="network"),
    path("kampanye/<slug:slug>/pemetaan/hubungan/", views.ties, name="ties"),
    path("kampanye/<slug:slug>/pemetaan/hubungan/baru/", views.add_tie, name="add_tie"),
    path("kampanye/<slug:slug>/pemetaan/hubungan/<uuid:tie_id>/ubah/", views.change_tie, name="change_tie"),
    path("kampanye/<slug:slug>/pemetaan/hubungan/<uuid:tie_id>/hapus/", views.remove_tie, name="remove_tie"),
]
