"""Addresses of assessments and their pictures."""

from __future__ import annotations

from django.urls import path

from mufakat.stakeholders import views

urlpatterns = [
    path("kampanye/<slug:slug>/pemetaan/peta/", views.grid, name="grid"),
    path("kampanye/<slug:slug>/pemetaan/peta/golongan/", views.salience, name="salience"),
    path("kampanye/<slug:slug>/pemetaan/peta/<uuid:stakeholder_id>/", views.history, name="history"),
    path("kampanye/<slug:slug>/pemetaan/peta/<uuid:stakeholder_id>/izin/", views.consent, name="consent"),
    path("kampanye/<slug:slug>/pemetaan/penilaian/", views.assessments, name="assessments"),
    path("kampanye/<slug:slug>/pemetaan/penilaian/<uuid:stakeholder_id>/", views.assess, name="assess"),
    path(
        "kampanye/<slug:slug>/pemetaan/penilaian/<uuid:assessment_id>/tarik/",
        views.withdraw_assessment,
        name="withdraw_assessment",
    ),
]
