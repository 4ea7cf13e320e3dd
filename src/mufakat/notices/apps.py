from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "mufakat.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the step below what this app holds about a person and removes when the account is closed."""
        from mufakat.notices import actions, queries  # noqa: PLC0415 - models are loaded only now
        from mufakat.people import queries as people  # noqa: PLC0415 - as above

        people.add_own_data("notices", queries.own_data_of)
        people.when_closing(actions.forget_person)
