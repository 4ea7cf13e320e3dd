"""Every address of the site. tests/authz walks this table: an address without a row in the matrix fails the build."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from mufakat.config import health, views
from mufakat.people import views as people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mufakat.desk.urls")),
    path("", include("mufakat.people.urls")),
    path("", include("mufakat.notices.urls")),
    path("", include("mufakat.campaigns.urls")),
    path("", include("mufakat.stakeholders.urls")),
    path("akun/", include("allauth.urls")),
    path("bahasa/", people.choose_language, name="set_language"),
    path("pemulihan/", views.acknowledge_restore, name="acknowledge_restore"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
if settings.DEMO:
    urlpatterns += [path("", include("mufakat.web.urls")), path("", include("mufakat.config.demo.urls"))]

handler400 = "mufakat.web.views.bad_request"
handler403 = "mufakat.web.views.forbidden"
handler404 = "mufakat.web.views.not_found"
handler429 = "mufakat.web.views.too_many"  # asked for by allauth
handler500 = "mufakat.config.views.server_error"
