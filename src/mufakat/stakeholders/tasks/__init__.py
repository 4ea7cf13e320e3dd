"""What the worker does for the mapping, over and over: it reads, and calls one action."""

from mufakat.stakeholders.tasks.entering import enter
from mufakat.stakeholders.tasks.imports import read, tidy
from mufakat.stakeholders.tasks.network import measure

__all__ = [
    "enter",
    "measure",
    "read",
    "tidy",
]
