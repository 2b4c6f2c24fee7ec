"""The one settings file. Everything that differs between places comes from the environment.

Importing it starts nothing: the console script starts a database where none is configured.
"""

import hashlib
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DOUDI_DATA", BASE_DIR / ".data"))


def env_list(name: str, default: str) -> list[str]:
    return [part for part in os.environ.get(name, default).split(",") if part]


# "demo" and "bench" allow demo keys, a shifted clock and the page with the phone's messages, and
# only on a database that the demo or bench made; "test" is for the suite; "live" for a city.
DOUDI_MODE = os.environ.get("DOUDI_MODE", "live")
TRIAL = DOUDI_MODE in {"demo", "bench", "test"}
DEBUG = False
# Which entry point this process is: portal (internet), desk (government network), api, or all.
DOUDI_FACE = os.environ.get("DOUDI_FACE", "all")
DOUDI_HOTLINE = os.environ.get("DOUDI_HOTLINE", "12345")


def secret(name: str) -> bytes:
    """32 bytes from the environment; a live process without it does not start."""
    value = os.environ.get(name)
    if value:
        return bytes.fromhex(value)
    if TRIAL:
        return hashlib.sha256(f"doudi trial key, not secret: {name}".encode()).digest()
    raise SystemExit(
        f"{name} 未设置：请以 64 位十六进制数设置该环境变量（见 docs/operations.md）。"
    )


def is_tool() -> bool:
    """Type checkers and documentation import settings without being a server."""
    return os.environ.get("DOUDI_TOOL") == "1"


TRIAL = TRIAL or is_tool()
SECRET_KEY = secret("DOUDI_SECRET_KEY").hex()
# Data keys by version byte, newest encrypts: DOUDI_DATA_KEY_1, DOUDI_DATA_KEY_2, …
DOUDI_DATA_KEYS = {
    n: bytes.fromhex(os.environ[f"DOUDI_DATA_KEY_{n}"])[:16]
    for n in range(1, 256)
    if os.environ.get(f"DOUDI_DATA_KEY_{n}")
} or {1: secret("DOUDI_DATA_KEY_1")[:16]}
# A version that encrypts instead of the newest: while a new key reaches one machine after another.
DOUDI_SEAL_WITH = int(os.environ.get("DOUDI_SEAL_WITH", "0"))
DOUDI_INDEX_KEY = secret("DOUDI_INDEX_KEY")
# What is found by this one too: the next key before it is changed, the former one after that.
DOUDI_INDEX_ALSO = bytes.fromhex(os.environ.get("DOUDI_INDEX_ALSO", ""))
DOUDI_SEAL_KEY = secret("DOUDI_SEAL_KEY")
# Public keys (`doudi audit key`) of the seal keys before this one, the oldest first.
DOUDI_SEAL_FORMER = env_list("DOUDI_SEAL_FORMER", "")
DOUDI_ANCHORS = Path(os.environ.get("DOUDI_ANCHORS", DATA_DIR / "anchors.jsonl"))
DOUDI_FILES = Path(os.environ.get("DOUDI_FILES", DATA_DIR / "files"))
# Datasets that the platform publishes: Parquet without names or numbers.
DOUDI_WAREHOUSE = Path(os.environ.get("DOUDI_WAREHOUSE", DATA_DIR / "warehouse"))
DOUDI_SMS_GATEWAY = os.environ.get("DOUDI_SMS_GATEWAY", "")
# Forms whose every answer keeps its writes, request key or not: sign-in counts wrong codes, a
# search and a download leave their trail, and each row of a batch is its own transaction.
DOUDI_ANSWERED_EACH_TIME = (
    "/sign-in/",
    "/desk/search/",
    "/desk/decisions/complaint-names/",
    "/desk/decisions/objector-names/",
    "/desk/decisions/volumes/",
    "/desk/decisions/carry/export/",
    "/desk/decisions/carry/sheet/",
    "/desk/decisions/batches/",
    "/desk/supervision/csv/",
)
DOUDI_GALLERY = TRIAL
# The address under which the portal is reached: printed in QR codes.
DOUDI_PORTAL_URL = os.environ.get("DOUDI_PORTAL_URL", "http://127.0.0.1:8000")

ALLOWED_HOSTS = env_list("DOUDI_HOSTS", "127.0.0.1,localhost,testserver")
CSRF_TRUSTED_ORIGINS = env_list("DOUDI_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "doudi.ui",
    "doudi.audit",
    "doudi.journal",
    "doudi.files",
    "doudi.messaging",
    "doudi.accounts",
    "doudi.people",
    "doudi.policies",
    "doudi.facts",
    "doudi.verification",
    "doudi.visits",
    "doudi.applications",
    "doudi.decisions",
    "doudi.awards",
    "doudi.payments",
    "doudi.supervision",
    "doudi.portal",
    "doudi.desk",
    "doudi.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "doudi.ui.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "doudi.ui.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doudi.accounts.middleware.OfficerMiddleware",
    "doudi.accounts.middleware.PlaceWall",
    "doudi.files.middleware.Uploads",
    "doudi.ui.middleware.NoNul",
    "doudi.audit.middleware.RefusalMiddleware",
    "doudi.audit.middleware.AnswerOnce",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "doudi.ui.context.page",
                "doudi.desk.context.nav",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        default="postgres:///doudi",
        engine="doudi.common.postgres",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
# What is asked for the third time on a connection is planned once, by the server.
DATABASES["default"].setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A worker that was away over the hour still does the day's work.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 86400}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # How often each number and address asked: with more than so many, some would be forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# How old the counts beside a page may be; the page of a tray counts anew. 0 counts on each page.
DOUDI_NAV_SECONDS = int(
    os.environ.get("DOUDI_NAV_SECONDS", "0" if DOUDI_MODE in {"demo", "test"} else "60")
)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "doudi" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DOUDI_STATIC", BASE_DIR / ".static"))
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DOUDI_MODE == "test" or is_tool()
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # our users have no e-mail address; allauth's tables ask
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "doudi.accounts.views.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
# Nobody signs up here; the list makes allauth ask a password and know about phones.
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
# Behind nginx: the number of proxies whose X-Forwarded-For is believed, or all share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("DOUDI_PROXIES", "0"))
MFA_ADAPTER = "doudi.accounts.views.adapters.SecretAdapter"
# A lost authenticator is reset by the security administrator, not by recovery codes.
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Doudi"
# Half a minute of drift of an office telephone is no reason to lock its holder out.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "doudi.accounts.views.adapters.GovernmentAdapter"
# A POST would be led to the provider by a redirect, which form-action 'self' forbids.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    # objections and complaints written without a sign-in
    "public_word": "10/h/ip",
}
DOUDI_OIDC_ISSUER = os.environ.get("DOUDI_OIDC_ISSUER", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "government",
                "name": "政务平台",
                "client_id": os.environ.get("DOUDI_OIDC_CLIENT", ""),
                "secret": os.environ.get("DOUDI_OIDC_SECRET", ""),
                "settings": {"server_url": DOUDI_OIDC_ISSUER},
            }
        ]
        if DOUDI_OIDC_ISSUER
        else [],
    }
}

# In how many places an officer is signed in at once; a trial's sign-ins are everybody's.
DOUDI_SIGN_INS = max(
    1, int(os.environ.get("DOUDI_SIGN_INS", "20" if DOUDI_MODE in {"demo", "bench"} else "2"))
)
SESSION_SERIALIZER = "doudi.accounts.rules.secrets.SealedSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not TRIAL
CSRF_COOKIE_SECURE = not TRIAL
SESSION_COOKIE_AGE = 8 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = os.environ.get("DOUDI_HTTPS", "") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SSL_REDIRECT else None
# The browser stays with TLS for a year once it was there.
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
