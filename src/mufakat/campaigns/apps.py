from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "mufakat.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the lower steps what this app asks and does there; they do not know it."""
        from mufakat.campaigns import actions, queries  # noqa: PLC0415 - models are loaded only now
        from mufakat.campaigns.models import Phase  # noqa: PLC0415 - as above
        from mufakat.people import queries as people  # noqa: PLC0415 - as above

        queries.ask_at_gate(Phase.PLANNING, queries.table_is_set)
        people.ask_before_closing(queries.consequences_of_closing)
        people.add_own_data("campaigns", queries.own_data_of)
        people.when_closing(actions.end_for_closing)
        people.when_leaving(actions.end_for_leaving)
