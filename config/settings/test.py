"""Tests: as close to production as a test can be, quick where it changes nothing."""

import os
import tempfile

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASE_OWNER_URL, DATABASE_URL, INSTALLED_APPS, Q_CLUSTER, databases

SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["*"]
SITE_URL = "http://testserver"
VAULT_KEYS = "test:" + "A" * 43 + "="
ALLOW_LOCAL_NETWORKS = True
DEMO = True
DEMO_MASTODON_URL = ""
DEMO_PASSWORD = "demo-password-for-tests"
OWNERS_NEED_SECOND_STEP = False  # tests of it switch it on

if not DATABASE_URL:
    from config import embedded

    urls = embedded.start()
    DATABASE_URL, DATABASE_OWNER_URL = urls.app_url, urls.owner_url
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = DATABASE_URL, DATABASE_OWNER_URL
# Tests run as the owner, who may create a database; one test tries the history as the app's role.
DATABASES = databases(DATABASE_OWNER_URL or DATABASE_URL, DATABASE_OWNER_URL)
for _config in DATABASES.values():
    _config["CONN_MAX_AGE"] = 0

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = tempfile.mkdtemp(prefix="answerable-test-media-")
WHITENOISE_AUTOREFRESH = True
Q_CLUSTER = {**Q_CLUSTER, "sync": False}
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "whitenoise.runserver_nostatic"]
