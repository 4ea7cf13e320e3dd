"""`mufakat config`: every setting in force and where it came from, secrets masked."""

from __future__ import annotations

import json
from argparse import Namespace

from mufakat.config import settings, sources
from mufakat.config.words import gettext as _
from mufakat.config.words import gettext_noop as _n
from mufakat.config.words import say, warn

_ORIGINS = {"default": _n("default"), "environment": _n("environment")}


def run(options: Namespace) -> int:
    found = sources.in_force(settings.env)
    strangers = sources.unknown(settings.env.asked)
    if options.json:
        rows = [{"name": s.name, "value": s.value, "origin": s.origin} for s in found]
        say(json.dumps({"settings": rows, "unknown": strangers}, indent=2, ensure_ascii=False))
        return 0
    width = max(len(s.name) for s in found)
    for setting in found:
        say(f"{setting.name:<{width}}  {setting.value or '-'}  ({_(_ORIGINS.get(setting.origin, setting.origin))})")
    for name, meant in strangers.items():
        hint = _("Did you mean %s?") % meant if meant else ""
        warn(f"{_('%s is set, but it is not a setting.') % name} {hint}".strip())
    return 0
