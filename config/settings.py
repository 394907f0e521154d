"""Django's settings, built on the checked environment."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from config import environment
from wanhao.common.sealing import derive_key

WANHAO = environment.read()
ROOT = environment.ROOT

SECRET_KEY = derive_key(WANHAO.secret_keys[0], "django").hex()
SECRET_KEY_FALLBACKS = [derive_key(key, "django").hex() for key in WANHAO.secret_keys[1:]]
DEBUG = False
ALLOWED_HOSTS = list(WANHAO.allowed_hosts)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ninja",
    "wanhao.foundation.accounts",
    "wanhao.foundation.audit",
    "wanhao.foundation.live",
    "wanhao.foundation.privacy",
    "wanhao.foundation.calendars",
    "wanhao.foundation.notices",
    "wanhao.records.customers",
    "wanhao.service.contacts",
    "wanhao.service.tickets",
    "wanhao.service.routing",
    "wanhao.service.telephony",
    "wanhao.access.desk",
    "wanhao.access.wallboard",
    "wanhao.access.reports",
    "wanhao.access.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Django's connection settings for a PostgreSQL address."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "NAME": parts.path.lstrip("/") or "wanhao",
        "USER": unquote(parts.username or "wanhao"),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}},
    }


EMBEDDED_POSTGRES_PASSWORD_FILE = WANHAO.data / "postgres.password"


def embedded_url() -> str:
    """Address of the PostgreSQL that our launcher starts; its password is made on the first start."""
    file: Path = EMBEDDED_POSTGRES_PASSWORD_FILE
    password = file.read_text().strip() if file.exists() else ""
    return f"postgresql://wanhao:{password}@127.0.0.1:{WANHAO.postgres_port}/wanhao"


DATABASES = {"default": database(WANHAO.database_url or embedded_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Staff"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = WANHAO.data / "static"
MEDIA_ROOT = WANHAO.data / "files"
