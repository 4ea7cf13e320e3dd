from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from mufakat.campaigns.models import Campaign, Seat


def _open_scores(campaign: Campaign, seat: Seat | None) -> Collection[UUID]:
    """Whose assessments in the record a seat may read: the team all, every other voice its own."""
    from mufakat.stakeholders import policies, queries  # noqa: PLC0415 - models are loaded only now

    return queries.assessments_open_to(campaign, seat, all_of_them=policies.is_team(seat))


class StakeholdersConfig(AppConfig):
    name = "mufakat.stakeholders"
    label = "stakeholders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the lower steps what this app asks and does there; they do not know it."""
        from mufakat.campaigns import queries as campaigns  # noqa: PLC0415 - models are loaded only now
        from mufakat.campaigns.models import Phase  # noqa: PLC0415 - as above
        from mufakat.people import queries as people  # noqa: PLC0415 - as above
        from mufakat.stakeholders import actions, queries  # noqa: PLC0415 - as above
        from mufakat.stakeholders.queries import sayings_register  # noqa: PLC0415 - as above

        campaigns.add_section(queries.section_of)
        campaigns.name_fields(queries.FIELD_NAMES)
        people.add_own_data("stakeholders", queries.own_data_of)
        people.when_closing(actions.forget_searches)
        campaigns.confide(queries.CONFIDED, _open_scores)
        campaigns.teach_sayings("scores", _("Assessments and ties"), queries.SAYINGS_OF_SCORES)
        campaigns.teach_sayings(sayings_register.KIND, sayings_register.LABEL, sayings_register.SAYINGS)
        campaigns.teach_sayings(sayings_register.KIND, sayings_register.LABEL, queries.SAYINGS_OF_IMPORTS)
        campaigns.ask_at_gate(Phase.PLANNING, queries.coverage_is_complete)
        campaigns.ask_next(queries.next_for_team)
        campaigns.teach_sayings("needs", _("Needs and nominations"), queries.SAYINGS_OF_NEEDS)
        campaigns.teach_tellers(queries.TELLERS_OF_NEEDS)
