"""Addresses of the mapping, in Indonesian as they are read aloud."""

from __future__ import annotations

from mufakat.stakeholders.urls import imports, missing, needs, network, register, scores

app_name = "stakeholders"
urlpatterns = [
    *missing.urlpatterns,
    *register.urlpatterns,
    *imports.urlpatterns,
    *scores.urlpatterns,
    *network.urlpatterns,
    *needs.urlpatterns,
]
