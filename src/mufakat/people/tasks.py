"""What is tidied up at night."""

from __future__ import annotations

from datetime import datetime

from mufakat.people import actions


def tidy(*, at: datetime) -> None:
    """Sign-ups never proved, entry links long spent and traces of ended sessions are forgotten."""
    actions.remove_unproved(at=at)
    actions.forget_ended_sessions(at=at)
