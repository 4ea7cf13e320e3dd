"""Addresses of coverage, affected groups, nominations."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
