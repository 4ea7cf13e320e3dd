"""Questions about stakeholders: who is in the register, how they are seen, what is covered, who is missing."""

from mufakat.stakeholders.queries.rail import section_of

__all__ = ["section_of"]
