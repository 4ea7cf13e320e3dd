"""Pages of the mapping."""

from mufakat.stakeholders.views.missing import missing

__all__ = ["missing"]
