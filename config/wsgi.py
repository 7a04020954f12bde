"""The WSGI entry point. WSGI on purpose: with synchronous views ASGI costs more than twice the CPU."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
