"""The first page of the site."""

from __future__ import annotations

from django.urls import path

from mufakat.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
