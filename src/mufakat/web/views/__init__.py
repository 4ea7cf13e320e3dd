"""Answers that belong to no app."""

from mufakat.web.views.errors import bad_request, csrf_refused, forbidden, not_found, server_error, too_many
from mufakat.web.views.gallery import gallery

__all__ = ["bad_request", "csrf_refused", "forbidden", "gallery", "not_found", "server_error", "too_many"]
