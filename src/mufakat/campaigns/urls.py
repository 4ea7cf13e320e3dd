"""Addresses of the campaigns, in Indonesian as they are read aloud."""

from __future__ import annotations

from django.urls import path

from mufakat.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("kampanye/", views.campaign_list, name="list"),
    path("kampanye/baru/", views.new, name="new"),
    path("kampanye/<slug:slug>/", views.home, name="home"),
    path("kampanye/<slug:slug>/warna.css", views.brand, name="brand"),
    path("kampanye/<slug:slug>/pengaturan/", views.settings_page, name="settings"),
    path("kampanye/<slug:slug>/pengaturan/isi/", views.change, name="change"),
    path("kampanye/<slug:slug>/pengaturan/keterbukaan/", views.visibility, name="visibility"),
    path("kampanye/<slug:slug>/pengaturan/tahap/", views.phase, name="phase"),
    path("kampanye/<slug:slug>/pengaturan/fakta/", views.facts, name="facts"),
    path("kampanye/<slug:slug>/pengaturan/fakta/<int:number>/hapus/", views.remove_fact, name="remove_fact"),
    path("kampanye/<slug:slug>/pengaturan/buang/", views.discard, name="discard"),
    path("kampanye/<slug:slug>/pihak/", views.parties, name="parties"),
    path("kampanye/<slug:slug>/pihak/unduh/", views.parties_csv, name="parties_csv"),
    path("kampanye/<slug:slug>/pihak/<uuid:party_id>/", views.party, name="party"),
    path("kampanye/<slug:slug>/pihak/<uuid:party_id>/mundur/", views.leave, name="leave"),
    path("kampanye/<slug:slug>/undangan/", views.invitations, name="invitations"),
    path("kampanye/<slug:slug>/undangan/baru/", views.invite, name="invite"),
    path("kampanye/<slug:slug>/undangan/<uuid:invitation_id>/", views.invitation, name="invitation"),
    path("kampanye/<slug:slug>/undangan/<uuid:invitation_id>/ingatkan/", views.remind, name="remind"),
    path("kampanye/<slug:slug>/undangan/<uuid:invitation_id>/cabut/", views.revoke, name="revoke"),
    path("kampanye/<slug:slug>/undangan/<uuid:invitation_id>/perbarui/", views.renew, name="renew"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/", views.seat, name="seat"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/akhiri/", views.end_seat, name="end_seat"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/serah-terima/", views.hand_over, name="hand_over"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/delegasi/", views.delegate, name="delegate"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/mandat/", views.mandate, name="mandate"),
    path("kampanye/<slug:slug>/kursi/<uuid:seat_id>/mandat/unduh/", views.mandate_file, name="mandate_file"),
    path("kampanye/<slug:slug>/catatan/", views.activity, name="activity"),
    path("kampanye/<slug:slug>/catatan/unduh/", views.record, name="record"),
    path("kampanye/<slug:slug>/catatan/segel/", views.checkpoint, name="checkpoint"),
    path("kampanye/<slug:slug>/catatan/<int:seq>/", views.entry, name="entry"),
    path("kampanye/<slug:slug>/catatan/<int:seq>/bukti/", views.proof, name="proof"),
    path("undangan/<str:secret>/", views.invited, name="invited"),
    path("undangan/<str:secret>/tolak/", views.decline, name="decline"),
]
