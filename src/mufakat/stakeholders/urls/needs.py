"""Addresses of coverage, capabilities and requirements, affected groups, nominations, the engagement plan."""

from __future__ import annotations

from django.urls import path

from mufakat.stakeholders import views

_AT = "kampanye/<slug:slug>/pemetaan/"

urlpatterns = [
    path(f"{_AT}cakupan/", views.coverage, name="coverage"),
    path(f"{_AT}cakupan/keahlian/", views.capabilities, name="capabilities"),
    path(f"{_AT}cakupan/keahlian/<uuid:number>/tarik/", views.retire_capability, name="retire_capability"),
    path(f"{_AT}cakupan/kebutuhan/baru/", views.new_requirement, name="new_requirement"),
    path(f"{_AT}cakupan/kebutuhan/awal/", views.starter, name="starter"),
    path(f"{_AT}cakupan/kebutuhan/<uuid:number>/", views.requirement, name="requirement"),
    path(f"{_AT}cakupan/kebutuhan/<uuid:number>/lepas/", views.waive_requirement, name="waive_requirement"),
    path(f"{_AT}cakupan/kebutuhan/<uuid:number>/pulihkan/", views.restore_requirement, name="restore_requirement"),
    path(f"{_AT}cakupan/kebutuhan/<uuid:number>/hapus/", views.remove_requirement, name="remove_requirement"),
    path(f"{_AT}kelompok/", views.groups, name="groups"),
    path(f"{_AT}kelompok/baru/", views.new_group, name="new_group"),
    path(f"{_AT}kelompok/<uuid:number>/", views.group, name="group"),
    path(f"{_AT}kelompok/<uuid:number>/hapus/", views.remove_group, name="remove_group"),
    path(f"{_AT}usulan/", views.nominations, name="nominations"),
    path(f"{_AT}usulan/baru/", views.nominate, name="nominate"),
    path(f"{_AT}usulan/<uuid:number>/", views.nomination, name="nomination"),
    path(f"{_AT}rencana-pelibatan.pdf", views.plan, name="plan"),
]
