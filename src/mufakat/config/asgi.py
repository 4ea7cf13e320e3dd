"""The ASGI application that `mufakat serve` runs."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mufakat.config.settings")
application = get_asgi_application()
