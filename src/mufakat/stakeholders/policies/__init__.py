"""Who may do what with a campaign's stakeholders. The default is no; every seat reads the register, the team keeps it."""

from mufakat.stakeholders.policies.team import can_keep_register, can_read_register, is_team

__all__ = ["can_keep_register", "can_read_register", "is_team"]
