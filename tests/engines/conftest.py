"""Generated examples: the same in every run of `make test`, fresh ones with MUFAKAT_TRIALS set, never judged by the clock."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

is_long = "MUFAKAT_TRIALS" in os.environ
settings.register_profile(
    "engines",
    deadline=None,
    derandomize=not is_long,
    database=None,
    max_examples=1000 if is_long else 100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("engines")
