"""All settings, from the environment. `mufakat config` prints what is in force and where it came from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from mufakat.config import sources
from mufakat.lib import keys

env = sources.RecordedEnv()
PACKAGE = Path(__file__).resolve().parent.parent

# --- where things are ------------------------------------------------------------------------------------------------
DATA = Path(env.str("MUFAKAT_DATA", default=str(Path.cwd() / "mufakat-data"))).resolve()
KEYS = Path(env.str("MUFAKAT_KEYS", default=str(DATA / "keys"))).resolve()
FILES = DATA / "files"
MAIL_FOLDER = DATA / "mail"
UPLOADS = DATA / "uploads"
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
UPLOADS.mkdir(exist_ok=True, mode=0o700)

BASE_URL = env.str("MUFAKAT_BASE_URL", default="http://localhost:8000").rstrip("/")
SECURITY_CONTACT = env.str("MUFAKAT_SECURITY_CONTACT", default="")
INSTANCE_NAME = env.str("MUFAKAT_NAME", default=urlsplit(BASE_URL).hostname or "localhost")
DEMO = env.bool("MUFAKAT_DEMO", default=False)
DEBUG = env.bool("MUFAKAT_DEBUG", default=False)
_HTTPS = BASE_URL.startswith("https://")

SECRET_KEY = env.str("MUFAKAT_SECRET_KEY", default="") or keys.secret_key(KEYS)
ALLOWED_HOSTS = env.list(
    "MUFAKAT_HOSTS", default=[urlsplit(BASE_URL).hostname or "localhost", "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- applications, from the bottom of the stair to the top ----------------------------------------------------------
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_cotton",
    "mufakat.web",
    "mufakat.ledger",
    "mufakat.people",
    "mufakat.notices",
    "mufakat.campaigns",
    "mufakat.stakeholders",
    "mufakat.desk",
    "mufakat.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "mufakat.config.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel compressed. Tokens in forms are masked anew each time and the length is blurred, so it betrays nothing.
    "django.middleware.gzip.GZipMiddleware",
    "mufakat.config.middleware.storage_trouble",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mufakat.config.middleware.preferred_language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mufakat.config.middleware.personal_settings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "mufakat.config.urls"
ASGI_APPLICATION = "mufakat.config.asgi.application"
WSGI_APPLICATION = "mufakat.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "mufakat.config.context.site",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
        },
    }
]
COTTON_DIR = "cotton"

# --- database --------------------------------------------------------------------------------------------------------
_DATABASE_URL = env.str("MUFAKAT_DATABASE_URL", default=f"sqlite:///{DATA / 'mufakat.sqlite3'}")
DATABASES: dict[str, dict[str, Any]] = {"default": dict(env.db_url_config(_DATABASE_URL))}  # type: ignore[no-untyped-call]  # django-environ is typed in part
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
            "PRAGMA cell_size_check=ON;PRAGMA secure_delete=ON"
        ),
    }
    DATABASES["default"]["TEST"] = {"NAME": env.str("MUFAKAT_TEST_SQLITE", default="") or None}
else:
    # A connection that broke with the server is replaced before a visitor meets it.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    _pool: dict[str, Any] = {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}}
    _wanted = _pool if env.bool("MUFAKAT_DATABASE_POOL", default=True) else {}
    DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), **_wanted}

# Rate limits live here: a small table could be flooded until it forgets them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "mufakat_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- people and sign-in ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # people_person_email_once is stricter than unique=True: it ignores case
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mufakat.config.adapter.AccountAdapter"
_SIGN_IN = "mufakat.people.forms.sign_in"
ACCOUNT_FORMS = {
    "login": f"{_SIGN_IN}.PasswordForm",
    "request_login_code": f"{_SIGN_IN}.CodeRequestForm",
    "confirm_login_code": f"{_SIGN_IN}.MailedCodeForm",
    "signup": f"{_SIGN_IN}.SignUpForm",
    "confirm_email_verification_code": f"{_SIGN_IN}.AddressCodeForm",
    "add_email": f"{_SIGN_IN}.AddressForm",
    "set_password": f"{_SIGN_IN}.NewPasswordForm",
    "change_password": f"{_SIGN_IN}.OtherPasswordForm",
    "reset_password": f"{_SIGN_IN}.LostPasswordForm",
    "confirm_password_reset_code": f"{_SIGN_IN}.MailedCodeForm",
    "reset_password_from_key": f"{_SIGN_IN}.ReplacedPasswordForm",
    "reauthenticate": f"{_SIGN_IN}.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # allauth offers it for new addresses only: that would tell
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
# 8 digits, 5 tries a code, at most 10 codes an hour for an address: guessing one account takes centuries
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "reset_password": "60/m/ip,3/m/key,10/h/key",
    "confirm_email": "1/10s/key,10/h/key",
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "30/m/ip,300/h/ip",  # a whole training room signs up behind one address
    "entry_link": "10/m/ip",
    "own_data": "6/h/user",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "mufakat.config.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": f"{_SIGN_IN}.SecondStepForm",
    "reauthenticate": f"{_SIGN_IN}.SecondStepAgainForm",
    "activate_totp": f"{_SIGN_IN}.AuthenticatorAppForm",
    "add_webauthn": f"{_SIGN_IN}.NewPasskeyForm",
    "login_webauthn": f"{_SIGN_IN}.PasskeyEntryForm",
    "authenticate_webauthn": f"{_SIGN_IN}.PasskeyStepForm",
    "reauthenticate_webauthn": f"{_SIGN_IN}.PasskeyAgainForm",
    "edit_webauthn": f"{_SIGN_IN}.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Mufakat"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
USERSESSIONS_TRACK_ACTIVITY = False  # a write for every page read would cost more than "last seen" is worth

SESSION_COOKIE_NAME = "__Host-mufakat" if _HTTPS else "mufakat"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mufakat.web.views.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
X_FRAME_OPTIONS = "DENY"
if env.bool("MUFAKAT_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_ZONE = env.str("MUFAKAT_TIME_ZONE", default="Asia/Jakarta")
LOCALE_PATHS = [PACKAGE / "config" / "locale"]  # config is no app, and yet the navigation has words
LANGUAGE_COOKIE_NAME = "mufakat_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# --- static files, uploads -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("MUFAKAT_STATIC", default=str(DATA / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 3600
MEDIA_ROOT = FILES
UPLOAD_LIMIT = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = str(UPLOADS)

# --- mail ------------------------------------------------------------------------------------------------------------
_MAIL_URL = env.str("MUFAKAT_MAIL_URL", default="")
if _MAIL_URL:
    vars().update(environ.Env.email_url_config(_MAIL_URL))  # type: ignore[no-untyped-call]  # django-environ is typed in part
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
    MAIL_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MUFAKAT_MAIL_FROM", default=f"Mufakat <mufakat@{INSTANCE_NAME}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- logs ------------------------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "mufakat.config.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": env.str("MUFAKAT_LOG_LEVEL", default="WARNING" if DEMO else "INFO")},
}

TESTING = "PYTEST_VERSION" in os.environ
