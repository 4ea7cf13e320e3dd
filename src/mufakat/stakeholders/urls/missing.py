"""Addresses of what is missing."""

from __future__ import annotations

from django.urls import path

from mufakat.stakeholders import views

urlpatterns = [path("kampanye/<slug:slug>/pemetaan/", views.missing, name="missing")]
