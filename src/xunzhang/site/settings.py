"""Settings of the site. Everything that differs between machines comes from these environment variables.

DB               postgres://user:password@host:port/name; empty means SQLite in the var folder
XUNZHANG_VAR     folder of the database, uploads, static files and the secret key (default: var)
XUNZHANG_PACKS   folder of the regulations, their vocabulary and calendars (default: packs)
XUNZHANG_HOSTS   comma-separated names the site answers to (default: 127.0.0.1,localhost)
XUNZHANG_HTTPS   1 when a proxy serves the site by https: secure cookies, HSTS
XUNZHANG_ADDRESS how a browser opens the site, for links in letters (default: http://127.0.0.1:8000)
XUNZHANG_HOOKS   what pushes may do beside https to the outside: internal (to the inner network), http
XUNZHANG_SMTP_HOST  the server that takes letters; without one no letters are sent
XUNZHANG_SMTP_PORT, _TLS (starttls, ssl or none; default starttls), _USER, _PASSWORD, _FROM (the sender)
XUNZHANG_DEMO    1 shows the demonstration accounts on the sign-in page
XUNZHANG_DEBUG   1 for development only
XUNZHANG_NOW     an ISO date and time that stands for now; tests and demonstrations only
"""

import os
from pathlib import Path

from xunzhang.site.environment import database, mail_door, secret_key, words

ROOT = Path(__file__).resolve().parents[3]
PACKS = Path(os.environ.get("XUNZHANG_PACKS") or ROOT / "packs").resolve()
VAR = Path(os.environ.get("XUNZHANG_VAR") or ROOT / "var").resolve()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = os.environ.get("XUNZHANG_DEBUG") == "1"
DEMO = os.environ.get("XUNZHANG_DEMO") == "1"
HTTPS = not DEBUG and os.environ.get("XUNZHANG_HTTPS") == "1"

SECRET_KEY = secret_key(VAR / "secret.key")
ALLOWED_HOSTS = words("XUNZHANG_HOSTS", "127.0.0.1,localhost")
DATABASES = {"default": database(os.environ.get("DB", ""), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "xunzhang.desk",
    "xunzhang.insight",
    "xunzhang.supervision",
    "xunzhang.funds",
    "xunzhang.procedures",
    "xunzhang.letters",
    "xunzhang.notices",
    "xunzhang.documents",
    "xunzhang.projects",
    "xunzhang.administration",
    "xunzhang.regulations",
    "xunzhang.jobs",
    "xunzhang.journal",
    "xunzhang.accounts",
    "xunzhang.web",
    "xunzhang.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "xunzhang.site.csp.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "xunzhang.web.resumed.resume",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xunzhang.desk.regime.regime",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xunzhang.site.urls"
WSGI_APPLICATION = "xunzhang.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xunzhang.web.context.chrome",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files carry a digest in their name and are kept compressed; uploads never pass through memory.
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["xunzhang.files.receiving.LimitedUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# Letters are sent by the worker; without a server none are written.
ADDRESS = os.environ.get("XUNZHANG_ADDRESS") or "http://127.0.0.1:8000"
EMAIL_HOST = os.environ.get("XUNZHANG_SMTP_HOST", "")
EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL = mail_door()
EMAIL_HOST_USER = os.environ.get("XUNZHANG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("XUNZHANG_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20
HOOKS_ALLOW = words("XUNZHANG_HOOKS")
DEFAULT_FROM_EMAIL = os.environ.get("XUNZHANG_SMTP_FROM") or "xunzhang@localhost"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"

# A name is locked for the address it failed from: an office behind one address is not locked out as a whole.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "web/locked.html"
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
CSRF_FAILURE_VIEW = "xunzhang.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
