"""Is this process alive, and may it be sent visitors? Bare words for everybody, the reasons for administrators only.

What is wrong with a server helps whoever attacks it, and behind a proxy every visitor seems to come from this machine;
so the reasons are for those who signed in as administrators, and for `mufakat doctor` on the machine itself.
"""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mufakat.config import probes
from mufakat.config.commands import doctor
from mufakat.config.probes import BAD, Finding

FRESH_SECONDS = 2.0
READINESS = (probes.disk_space, probes.durable, probes.worker_beats, probes.consumers, probes.restores)


@dataclass
class _Last:
    """The last look, kept for a moment: a probe writes, and anyone may ask for it as often as they like."""

    at: float = -FRESH_SECONDS
    found: list[Finding] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


_last = _Last()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything that a visitor needs works: 200, else 503."""
    found = look()
    is_ready = all(f.state != BAD for f in found)
    status = 200 if is_ready else 503
    if request.user.is_authenticated and request.user.is_administrator:
        return JsonResponse({"ready": is_ready, "findings": [asdict(f) for f in found]}, status=status)
    return HttpResponse("ready\n" if is_ready else "not ready\n", status=status, content_type="text/plain")


def look() -> list[Finding]:
    with _last.lock:
        if time.monotonic() - _last.at >= FRESH_SECONDS:
            _last.found, _last.at = list(_looked()), time.monotonic()
        return _last.found


def _looked() -> list[Finding]:
    at = timezone.now()
    found = doctor.asked(probes.database, at)
    if all(f.state != BAD for f in found):
        found += doctor.asked(probes.schema, at)
    if any(f.state == BAD for f in found):
        return found
    for probe in READINESS:
        found += doctor.asked(probe, at)
    return found
