"""The switch between roles, and a file to try an import with; routed in demo mode only."""

from __future__ import annotations

from django.urls import path

from mufakat.config.demo import views

app_name = "demo"
urlpatterns = [
    path("contoh/peran/", views.step_into, name="step_into"),
    path("contoh/daftar-dengan-kesalahan.xlsx", views.faulty_register, name="faulty_register"),
]
