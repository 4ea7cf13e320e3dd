from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "mufakat.stakeholders"
    label = "stakeholders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the lower steps what this app asks and does there; they do not know it."""
        from mufakat.campaigns import queries as campaigns  # noqa: PLC0415 - models are loaded only now
        from mufakat.stakeholders import queries  # noqa: PLC0415 - as above
        from mufakat.stakeholders.queries import sayings_register  # noqa: PLC0415 - as above

        campaigns.add_section(queries.section_of)
        campaigns.teach_sayings(sayings_register.KIND, sayings_register.LABEL, sayings_register.SAYINGS)
