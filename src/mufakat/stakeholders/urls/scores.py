"""Addresses of assessments and their pictures."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
