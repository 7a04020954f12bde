"""Development and demo: an embedded database, mail on the console, networks on this machine allowed."""

import os

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, DATABASE_OWNER_URL, DATABASE_URL, databases, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 50)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
VAULT_KEYS = env.str("VAULT_KEYS", default="dev:" + "A" * 43 + "=")
ALLOW_LOCAL_NETWORKS = True
DEMO = True
DEMO_MASTODON_URL = env.str("DEMO_MASTODON_URL", default="")
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
OWNERS_NEED_SECOND_STEP = False  # the people of the demo have a password alone

if not DATABASE_URL:
    from config import embedded

    urls = embedded.start()
    DATABASE_URL, DATABASE_OWNER_URL = urls.app_url, urls.owner_url
    os.environ.setdefault("DATABASE_URL", DATABASE_URL)
    os.environ.setdefault("DATABASE_OWNER_URL", DATABASE_OWNER_URL)
DATABASES = databases(DATABASE_URL, DATABASE_OWNER_URL)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", default=str(BASE_DIR / ".data" / "mail"))
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost

# Files are served from where they lie, without collectstatic, also in the demo, which runs without DEBUG.
WHITENOISE_USE_FINDERS = True
