"""Addresses of reading a file into the register."""

from __future__ import annotations

from django.urls import URLPattern, path

from mufakat.stakeholders import views

_HERE = "kampanye/<slug:slug>/pemetaan/impor/"
_ONE = f"{_HERE}<uuid:import_id>/"
urlpatterns: list[URLPattern] = [
    path(_HERE, views.imports, name="imports"),
    path(f"{_HERE}templat.xlsx", views.import_template, name="import_template"),
    path(_ONE, views.import_, name="import"),
    path(f"{_ONE}kolom/", views.import_columns, name="import_columns"),
    path(f"{_ONE}keputusan/", views.import_decisions, name="import_decisions"),
    path(f"{_ONE}ambil/", views.import_take, name="import_take"),
    path(f"{_ONE}buang/", views.import_discard, name="import_discard"),
    path(f"{_ONE}kesalahan.csv", views.import_errors, name="import_errors"),
    path(f"{_ONE}kesalahan.xlsx", views.import_errors_xlsx, name="import_errors_xlsx"),
]
