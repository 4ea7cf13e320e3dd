"""`mufakat doctor`: every probe, what it saw, and what to do about it. Exit code 1 when something must be mended."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from mufakat.config import probes
from mufakat.config.probes import BAD, FINE, Finding, Probe
from mufakat.config.words import gettext as _
from mufakat.config.words import gettext_noop as _n
from mufakat.config.words import ngettext, say

SURROUNDINGS: tuple[Probe, ...] = (
    probes.python_version,
    probes.data_folder,
    probes.disk_space,
    probes.key_files,
    probes.setting_names,
    probes.addresses,
    probes.mail,
    probes.demonstration,
    probes.catalogues,
    probes.static_files,
)
# These need a database that answers and has this version's schema.
INSIDE: tuple[Probe, ...] = (
    probes.durable,
    probes.guards,
    probes.worker_beats,
    probes.consumers,
    probes.record_check,
    probes.clock,
    probes.backups,
    probes.restores,
)
_SIGNS = {FINE: _n("fine"), "odd": _n("note"), BAD: _n("BAD")}


def run(options: Namespace) -> int:
    found = list(findings(timezone.now()))
    bad = sum(1 for f in found if f.state == BAD)
    if options.json:
        say(json.dumps({"healthy": not bad, "findings": [asdict(f) for f in found]}, indent=1, ensure_ascii=False))
        return 1 if bad else 0
    for finding in found:
        say(f"[{_(_SIGNS[finding.state])}] {finding.says}")
        if finding.mend:
            say(f"    {_('What to do: %s') % finding.mend}")
    say()
    if bad:
        say(ngettext("%(n)d thing must be mended.", "%(n)d things must be mended.", bad) % {"n": bad})
        return 1
    say(_("This server is well."))
    return 0


def findings(at: datetime) -> Iterator[Finding]:
    for probe in SURROUNDINGS:
        yield from asked(probe, at)
    basis = [*asked(probes.database, at)]
    if all(f.state != BAD for f in basis):
        basis += asked(probes.schema, at)
    yield from basis
    if all(f.state != BAD for f in basis):
        for probe in INSIDE:
            yield from asked(probe, at)


def asked(probe: Probe, at: datetime) -> list[Finding]:
    """A probe that breaks is itself a finding: the doctor never leaves without an answer."""
    try:
        return list(probe(at))
    except Exception as trouble:  # noqa: BLE001 - whatever it was, it is told
        words = _("%(probe)s could not be examined: %(why)s") % {"probe": probe.__name__, "why": str(trouble)[:300]}
        return [Finding(probe.__name__, BAD, words)]
