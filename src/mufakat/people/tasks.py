"""What is tidied up at night."""

from __future__ import annotations

from datetime import datetime

from mufakat.people import actions


def tidy(*, at: datetime) -> None:
    """Sign-ups never proved and entry links long spent are forgotten."""
    actions.remove_unproved(at=at)
