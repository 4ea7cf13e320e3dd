"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from mufakat.stakeholders import views

_REGISTER = "kampanye/<slug:slug>/pemetaan/daftar/"
_ONE = "kampanye/<slug:slug>/pemetaan/pemangku/<uuid:stakeholder_id>/"

urlpatterns = [
    path(_REGISTER, views.register, name="register"),
    path(f"{_REGISTER}tambah/", views.add, name="add"),
    path(f"{_REGISTER}unduh.csv", views.register_csv, name="register_csv"),
    path(f"{_REGISTER}unduh.xlsx", views.register_xlsx, name="register_xlsx"),
    path(f"{_REGISTER}pencarian/", views.save_view, name="save_view"),
    path(f"{_REGISTER}pencarian/<uuid:view_id>/hapus/", views.delete_view, name="delete_view"),
    path(f"{_REGISTER}ubah-beberapa/", views.bulk, name="bulk"),
    path(_ONE, views.stakeholder, name="stakeholder"),
    path(f"{_ONE}ubah/", views.change, name="change"),
    path(f"{_ONE}status/", views.move, name="move"),
    path(f"{_ONE}catat/", views.log, name="log"),
    path(f"{_ONE}gabung/", views.merge, name="merge"),
    path(f"{_ONE}hapus/", views.remove, name="remove"),
]
