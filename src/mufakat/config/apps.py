from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "mufakat.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mufakat.config import checks, logs  # noqa: F401, PLC0415 - the checks register themselves when imported

        logs.configure()
