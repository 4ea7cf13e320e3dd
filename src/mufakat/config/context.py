"""What every template may ask of the site itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"is_demo": settings.DEMO, "instance_name": settings.INSTANCE_NAME, "base_url": settings.BASE_URL}
