"""`mufakat inspect`: the database looked at whole, as JSON; backup and restore run it on copies."""

from __future__ import annotations

import json
from argparse import Namespace

from django.utils import timezone

from mufakat.config import actions, inspection, readiness
from mufakat.config.words import say


def run(options: Namespace) -> int:
    if options.migrate:
        readiness.migrate()
    found = inspection.report()
    if options.adopt:
        actions.finish_restore(facts=json.loads(options.adopt), at=timezone.now())
    say(json.dumps(found, indent=1, ensure_ascii=False))
    return 0
