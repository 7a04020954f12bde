"""Production: refuses what is only good enough for a demo (see config/checks.py)."""

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASE_OWNER_URL, DATABASE_URL, databases, env

DATABASES = databases(DATABASE_URL or "postgres://", DATABASE_OWNER_URL)
DEMO = False
DEMO_MASTODON_URL = ""
DEMO_PASSWORD = ""

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.int("TRUSTED_PROXIES", default=0) else None
)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
