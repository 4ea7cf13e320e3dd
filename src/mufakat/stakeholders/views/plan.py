"""The engagement plan, to take away and to print."""

from __future__ import annotations

import os
import tempfile

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from mufakat.stakeholders import queries
from mufakat.stakeholders.views._plan import said_in, typeset
from mufakat.stakeholders.views._seated import seated_visit
from mufakat.web.views.files import download


@login_required
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    here, _seat = seated_visit(request, slug)
    made = typeset(said_in(queries.plan_for(here.campaign), here), here.at)
    return download(request, _kept(made), name=f"{slug}-rencana-pelibatan.pdf", media_type="application/pdf")


def _kept(content: bytes) -> int:
    with tempfile.TemporaryFile() as spool:
        spool.write(content)
        spool.flush()
        return os.dup(spool.fileno())
