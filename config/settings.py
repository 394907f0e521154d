"""Django's settings, built on the checked environment."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from config import admin_look, environment, security
from wanhao.common.sealing import derive_key

WANHAO = environment.read()
ROOT = environment.ROOT

SECRET_KEY = derive_key(WANHAO.secret_keys[0], "django").hex()
SECRET_KEY_FALLBACKS = [derive_key(key, "django").hex() for key in WANHAO.secret_keys[1:]]
DEBUG = False
ALLOWED_HOSTS = list(WANHAO.allowed_hosts)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "config.admin_app.OurAdminConfig",
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
    "wanhao.foundation.limits",
    "wanhao.foundation.accounts",
    "wanhao.foundation.sign_in",
    "wanhao.foundation.audit",
    "wanhao.foundation.live",
    "wanhao.foundation.privacy",
    "wanhao.foundation.imports",
    "wanhao.foundation.files",
    "wanhao.foundation.deliveries",
    "wanhao.foundation.lists",
    "wanhao.foundation.short_messages",
    "wanhao.foundation.calendars",
    "wanhao.foundation.notices",
    "wanhao.foundation.processes",
    "wanhao.records.customers",
    "wanhao.service.contacts",
    "wanhao.service.clocks",
    "wanhao.service.speech",
    "wanhao.service.recordings",
    "wanhao.service.votes",
    "wanhao.service.tickets",
    "wanhao.service.appointments",
    "wanhao.service.dispatch",
    "wanhao.service.visits",
    "wanhao.service.coverage",
    "wanhao.service.routing",
    "wanhao.service.waits",
    "wanhao.service.skills",
    "wanhao.service.ivr",
    "wanhao.service.callbacks",
    "wanhao.service.chat",
    "wanhao.service.calls",
    "wanhao.service.telephony",
    "wanhao.service.complaints",
    "wanhao.service.incidents",
    "wanhao.service.appeals",
    "wanhao.management.help",
    "wanhao.management.floor",
    "wanhao.management.changes",
    "wanhao.management.improvement",
    "wanhao.management.alerts",
    "wanhao.management.contingency",
    "wanhao.access.staff",
    "wanhao.access.customer360",
    "wanhao.access.desk",
    "wanhao.access.voice_menu",
    "wanhao.access.history",
    "wanhao.access.selfservice",
    "wanhao.access.webchat",
    "wanhao.access.wallboard",
    "wanhao.access.reports",
    "wanhao.access.api",
    "wanhao.access.tmf",
]

MIDDLEWARE = [
    "wanhao.operations.request_logs.request_logs",
    "django.middleware.security.SecurityMiddleware",
    "config.security.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.security.AdminContent",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wanhao.foundation.sign_in.middleware.Gate",
    "config.refusals.RefusalPages",
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
                "config.pages.furniture",
            ],
            "builtins": ["config.look", "wanhao.foundation.privacy.tags"],
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
        "CONN_HEALTH_CHECKS": True,
        # Querysets are never prepared; statements of foundation/prepared.py and of routing are, once per connection.
        "OPTIONS": {"prepare_threshold": 1, "pool": {"min_size": 1, "max_size": 12, "timeout": 10}},
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
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "config" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "config" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static_files.VendorFinder",
]
NODE_MODULES = ROOT / "node_modules"
WHITENOISE_USE_FINDERS = WANHAO.static_from_source
STATIC_ROOT = None if WANHAO.static_from_source else WANHAO.data / "static"
HASHED_FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
FILES_AS_THEY_ARE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": FILES_AS_THEY_ARE if WANHAO.static_from_source else HASHED_FILES},
}
MEDIA_ROOT = WANHAO.data / "files"

# Sign-in by staff number; no sign-up, no mail.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "wanhao.foundation.sign_in.adapters.SignIn"
ACCOUNT_RATE_LIMITS = False  # counted in the database instead, see foundation/sign_in/lockouts.py and foundation/limits
ACCOUNT_FORMS = {
    "login": "wanhao.foundation.sign_in.forms.SignInForm",
    "change_password": "wanhao.foundation.sign_in.forms.NewPasswordForm",
    "reauthenticate": "wanhao.foundation.sign_in.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "wanhao.foundation.sign_in.adapters.SecondFactor"
MFA_FORMS = {
    "authenticate": "wanhao.foundation.sign_in.forms.CodeForm",
    "reauthenticate": "wanhao.foundation.sign_in.forms.ConfirmCodeForm",
    "activate_totp": "wanhao.foundation.sign_in.forms.SetUpCodeForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"wanhao.foundation.sign_in.password_rules.{rule}"}
    for rule in ("LongEnough", "NotPersonal", "NotUsedLately")
] + [
    {"NAME": "wanhao.foundation.sign_in.demo_access.NotTheDemoPassword"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Shared by all web processes; the sign-in library keeps used codes here.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wanhao"

UNFOLD = admin_look.LOOK
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 86_400  # the longest a sign-in may last; what lies in a session is forgotten the night after
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WANHAO.behind_tls
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if WANHAO.behind_tls:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in WANHAO.allowed_hosts if host != "*"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": security.content_rules(WANHAO.allowed_hosts, WANHAO.wss_port)}

LOGGING_CONFIG = None  # wanhao.common.logs, set up by each process when it starts
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
