"""The living page of components; routed in demo mode only."""

from __future__ import annotations

from django.urls import path

from mufakat.web import views

app_name = "web"
urlpatterns = [path("_web", views.gallery, name="gallery")]
