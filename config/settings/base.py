"""Settings that hold everywhere. Everything that differs between installations comes from the environment.

Every name read here stands in `.env.example`; a test keeps the two equal.
"""

from pathlib import Path

import environ
from csp.constants import NONCE
from django.urls import reverse_lazy

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Who runs this site -----------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_OPERATOR = env.str("SITE_OPERATOR", default="the operator of this site")
SITE_CONTACT_EMAIL = env.str("SITE_CONTACT_EMAIL", default="contact@example.test")

# Django -----------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "accounts",
    "companies",
    "complaints",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.twitter_oauth2",
    "allauth.socialaccount.providers.tumblr_oauth2",
    "accounts.providers.wordpress_com",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.form_errors",
    "accounts.middleware.leave_by_page",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.addresses.refuse_nul",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.site.site",
                "complaints.desks.desks",
            ],
            "builtins": ["companies.templatetags.figures"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

# Data -------------------------------------------------------------------------------------------
# The app's role does not own the tables, so that not even a fault of ours can switch off the triggers that keep
# the history append-only. `migrate --database owner` uses the owner's address.


def databases(app_url: str, owner_url: str) -> dict[str, dict[str, object]]:
    """Django's DATABASES for the app's role and the owner's."""
    found: dict[str, dict[str, object]] = {}
    for alias, url in (("default", app_url), ("owner", owner_url or app_url)):
        found[alias] = env.db_url_config(url)
        found[alias].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
    found["owner"]["TEST"] = {"MIRROR": "default"}
    return found


DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / ".data" / "media"))
MEDIA_URL = ""  # evidence is private: nothing of it is ever served by address

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Rate limits live here: an entry that is dropped to make room is a limit that starts anew.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}
if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Language and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LANGUAGES = [("en", "English")]

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / ".data" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]

# Sign-in ----------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "accounts.allauth_forms.SignInForm",
    "signup": "accounts.allauth_forms.SignUpForm",
    "add_email": "accounts.allauth_forms.AddEmailForm",
    "reset_password": "accounts.allauth_forms.AskForResetForm",
    "reset_password_from_key": "accounts.allauth_forms.ResetPasswordForm",
    "change_password": "accounts.allauth_forms.ChangePasswordForm",
    "set_password": "accounts.allauth_forms.SetPasswordForm",
    "reauthenticate": "accounts.allauth_forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of password, address or second step is told by mail
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
# How long sign-up remembers the page that was wanted while the mail is on its way.
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
# Counted in the cache that all processes share. Many people share an address, nobody shares a key or a user.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/10m/ip",
    "confirm_email": "1/2m/key",
    "reset_password": "20/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Answerable"
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.allauth_forms.CodeForm",
    "reauthenticate": "accounts.allauth_forms.CodeAgainForm",
}
OWNERS_NEED_SECOND_STEP = True  # of sign-in, for what only owners of a desk may do
SOCIALACCOUNT_STORE_TOKENS = False  # allauth would keep them in plain text
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_AUTO_SIGNUP = False  # age and terms are asked of everybody
SOCIALACCOUNT_FORMS = {"signup": "accounts.allauth_forms.SocialSignUpForm"}
# A provider appears on the sign-in page when both of its values are set.
SOCIAL_SIGN_IN = {
    "google": (env.str("GOOGLE_CLIENT_ID", default=""), env.str("GOOGLE_CLIENT_SECRET", default="")),
    "facebook": (env.str("FACEBOOK_CLIENT_ID", default=""), env.str("FACEBOOK_CLIENT_SECRET", default="")),
    "twitter_oauth2": (env.str("X_CLIENT_ID", default=""), env.str("X_CLIENT_SECRET", default="")),
    "tumblr_oauth2": (env.str("TUMBLR_CLIENT_ID", default=""), env.str("TUMBLR_CLIENT_SECRET", default="")),
    "wordpress_com": (
        env.str("WORDPRESS_CLIENT_ID", default=""),
        env.str("WORDPRESS_CLIENT_SECRET", default=""),
    ),
}
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {
    name: {"APPS": [{"client_id": key, "secret": secret}]}
    for name, (key, secret) in SOCIAL_SIGN_IN.items()
    if key and secret
}
if MASTODON_SIGN_IN_SERVER := env.str("MASTODON_SIGN_IN_SERVER", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "mastodon",
                "name": "Mastodon",
                "client_id": env.str("MASTODON_CLIENT_ID", default=""),
                "secret": env.str("MASTODON_CLIENT_SECRET", default=""),
                "settings": {"server_url": MASTODON_SIGN_IN_SERVER},
            },
        ],
    }

# Mail -------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Answerable <answerable@example.test>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20

# Work in the background ---------------------------------------------------------------------------
# The truth about every posting and mail is a row (the outbox); this queue only says "now is a good time".
Q_CLUSTER = {
    "name": "answerable",
    "workers": env.int("WORKERS", default=2),
    "recycle": 500,
    "timeout": 120,
    "retry": 180,  # above timeout: a task is never given to a second worker while the first may still run
    "max_attempts": 5,
    "queue_limit": 50,
    "bulk": 10,
    "poll": 0.25,
    "orm": "default",
    "catch_up": False,
    "label": "Work in the background",
    "save_limit": 1000,
}

# Networks -----------------------------------------------------------------------------------------
VAULT_KEYS = env.str("VAULT_KEYS", default="")  # id:base64 of 32 bytes, newest first
# What networks that charge may cost a day: (posts, USD). Nothing of either: they are off, and customers post there by hand.
NETWORK_BUDGETS = {
    "x": (env.int("X_DAILY_POSTS", default=0), env.str("X_DAILY_USD", default="0")),
}
# This site's own client at networks where its operator registered it (the same as for signing in): (id, secret).
NETWORK_APPS = {
    network: app
    for network, app in (
        ("tumblr", SOCIAL_SIGN_IN["tumblr_oauth2"]),
        ("x", SOCIAL_SIGN_IN["twitter_oauth2"]),
        ("threads", (env.str("THREADS_CLIENT_ID", default=""), env.str("THREADS_CLIENT_SECRET", default=""))),
        ("facebook-page", SOCIAL_SIGN_IN["facebook"]),
        ("wordpress", SOCIAL_SIGN_IN["wordpress_com"]),
    )
    # Signing in by X costs nothing; posting there does.
    if app[0] and (network not in NETWORK_BUDGETS or NETWORK_BUDGETS[network][0] > 0)
}
# Who is asked about accounts of Bluesky: which account a handle leads to, and what that account is called.
BLUESKY_RESOLVER = env.str("BLUESKY_RESOLVER", default="https://public.api.bsky.app").rstrip("/")
PLC_DIRECTORY = env.str("PLC_DIRECTORY", default="https://plc.directory").rstrip("/")
# The word that the operator types into the webhook settings of the app at Meta, so that its handshake is answered.
FACEBOOK_VERIFY_TOKEN = env.str("FACEBOOK_VERIFY_TOKEN", default="")
ALLOW_LOCAL_NETWORKS = False  # http and loopback servers: development and tests only, production refuses it

# How long a worker may own a posting. A dead worker's rows are found once this is over.
POSTING_LEASE_SECONDS = env.int("POSTING_LEASE_SECONDS", default=150)
# How soon after publication replies are looked for; later polls follow by age of the posting.
POLL_FIRST_SECONDS = env.int("POLL_FIRST_SECONDS", default=60)

# Security -----------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    },
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# API ----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Answerable API",
    "DESCRIPTION": (
        "Complaints, companies, scorecards and league tables. "
        "Every figure carries its n, its interval and its method version."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Logs: ids only, never whole objects, never text of people --------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}},
}
