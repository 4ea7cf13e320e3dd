"""Addresses of persons and organisations."""

from __future__ import annotations

from django.urls import path

from mufakat.people import views

app_name = "people"
urlpatterns = [
    path("masuk/<str:secret>/", views.enter, name="enter"),
    path("profil/", views.profile, name="profile"),
    path("profil/data/", views.export, name="export"),
    path("profil/konfirmasi/", views.prove, name="prove"),
    path("profil/sesi/<int:number>/akhiri/", views.end_session, name="end_session"),
    path("profil/tutup/", views.close, name="close"),
    path("akun-ditutup/", views.closed, name="closed"),
    path("organisasi/", views.organisations, name="organisations"),
    path("organisasi/unduh/", views.organisations_sheet, name="organisations_sheet"),
    path("organisasi/baru/", views.propose, name="propose"),
    path("organisasi/<uuid:pk>/", views.organisation, name="organisation"),
    path("organisasi/<uuid:pk>/ubah/", views.change, name="change"),
    path("organisasi/<uuid:pk>/verifikasi/", views.verify, name="verify"),
    path("organisasi/<uuid:pk>/nonaktif/", views.retire, name="retire"),
    path("organisasi/<uuid:pk>/aktif/", views.restore, name="restore"),
    path("organisasi/<uuid:pk>/gabung/", views.merge, name="merge"),
    path("organisasi/<uuid:pk>/orang/", views.members, name="members"),
    path("organisasi/<uuid:pk>/orang/<uuid:affiliation>/akhiri/", views.end_affiliation, name="end_affiliation"),
    path("organisasi/<uuid:pk>/orang/<uuid:affiliation>/pengelola/", views.set_admin, name="set_admin"),
    path("sektor/", views.sectors, name="sectors"),
    path("sektor/baru/", views.add_sector, name="add_sector"),
    path("sektor/<slug:code>/", views.sector, name="sector"),
    path("sektor/<slug:code>/geser/", views.move_sector, name="move_sector"),
]
