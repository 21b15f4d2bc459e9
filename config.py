"""Everything that may differ between one installation of Hope and another, read once from the environment.

`load` names every wrong value in one line each, so that whoever runs the site can mend them all at once.
The package `hope` never imports this module: `create_app` is handed the `Settings` it returns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
ENVIRONMENTS = ("development", "testing", "staging", "production")
SANDBOX_KEY = "sk_test_sandbox"
SANDBOX_WEBHOOK_SECRET = "whsec_sandbox_development_only"
DEVELOPMENT_SECRET = "development-only-not-a-secret"
PLACES = "a folder, or s3://bucket/prefix"


class ConfigError(Exception):
    """Says, one line each, which settings are wrong and what they should be."""


@dataclass(frozen=True)
class Settings:
    """One installation's settings; amounts of money in it are whole minor units."""

    environment: str
    secret_key: str
    database_url: str
    stripe_secret_key: str
    stripe_webhook_secret: str
    stripe_api_base: str
    mail_url: str
    mail_from: str
    redis_url: str
    media_url: str
    site_url: str
    site_name: str
    charity_name: str
    charity_tax_id: str
    charity_address: str
    charity_time_zone: str
    paper_size: str
    receipt_years: int
    host: str
    port: int
    sandbox_port: int
    trusted_proxies: int
    card_fee_basis_points: int
    card_fee_fixed: int
    instance_path: str

    @property
    def guarded(self) -> bool:
        """True where real people may come: staging and production keep production's rules."""
        return self.environment in ("staging", "production")

    @property
    def live(self) -> bool:
        """True where money is real, so that Stripe's events must say livemode."""
        return self.stripe_secret_key.startswith(("sk_live_", "rk_live_"))


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`, or raise ConfigError naming each wrong value."""
    problems: list[str] = []
    reader = _Reader(environ, problems)
    settings = _read(reader)
    problems.extend(_contradictions(settings))
    if problems:
        raise ConfigError("\n".join(problems))
    return settings


def _read(reader: "_Reader") -> Settings:
    environment = reader.choice("HOPE_ENV", "development", ENVIRONMENTS)
    easy = environment in ("development", "testing")
    instance = Path(reader.text("INSTANCE_PATH", str(INSTANCE))).absolute()
    port = reader.number("PORT", 8000, 0, 65535)
    sandbox_port = reader.number("SANDBOX_PORT", 8421, 0, 65535)
    return Settings(
        environment=environment,
        secret_key=reader.text("SECRET_KEY", DEVELOPMENT_SECRET if easy else ""),
        database_url=reader.database_url("DATABASE_URL", f"sqlite:///{instance / 'hope.sqlite3'}"),
        stripe_secret_key=reader.text("STRIPE_SECRET_KEY", SANDBOX_KEY if easy else ""),
        stripe_webhook_secret=reader.text("STRIPE_WEBHOOK_SECRET", SANDBOX_WEBHOOK_SECRET if easy else ""),
        stripe_api_base=reader.url("STRIPE_API_BASE", f"http://127.0.0.1:{sandbox_port}" if easy else ""),
        mail_url=reader.url("MAIL_URL", "", ("smtp", "smtps")),
        mail_from=reader.text("MAIL_FROM", "Hope <hello@example.org>" if easy else ""),
        redis_url=reader.url("REDIS_URL", "", ("redis", "rediss", "unix")),
        media_url=reader.place("MEDIA_URL", str(instance / "media")),
        site_url=reader.url("SITE_URL", f"http://127.0.0.1:{port}" if easy else "").rstrip("/"),
        site_name=reader.text("SITE_NAME", "Hope"),
        charity_name=reader.text("CHARITY_NAME", "Hope Example Charity" if easy else ""),
        charity_tax_id=reader.text("CHARITY_TAX_ID", "00-0000000 (example)" if easy else ""),
        charity_address=reader.text("CHARITY_ADDRESS", "1 Example Street, Exampleville" if easy else ""),
        charity_time_zone=reader.time_zone("CHARITY_TIME_ZONE", "America/New_York"),
        paper_size=reader.choice("PAPER_SIZE", "Letter", ("Letter", "A4")),
        receipt_years=reader.number("RECEIPT_YEARS", 7, 0, 100),
        host=reader.text("HOST", "127.0.0.1"),
        port=port,
        sandbox_port=sandbox_port,
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, 0, 9),
        card_fee_basis_points=reader.scaled("CARD_FEE_PERCENT", "2.9", 100, 0, 2000),
        card_fee_fixed=reader.scaled("CARD_FEE_FIXED", "0.30", 100, 0, 1000),
        instance_path=str(instance),
    )


def _contradictions(settings: Settings) -> list[str]:
    """Name the values that are each fine alone but wrong for this environment."""
    problems = []
    if settings.live and settings.stripe_api_base:
        problems.append("STRIPE_API_BASE: must be empty together with a live STRIPE_SECRET_KEY")
    if settings.live and not settings.guarded:
        problems.append("STRIPE_SECRET_KEY: a live key is refused in development; set HOPE_ENV=production")
    if settings.stripe_secret_key.startswith("pk_"):
        problems.append("STRIPE_SECRET_KEY: this is a publishable key; the secret one starts with sk_ or rk_")
    if settings.guarded:
        problems.extend(_missing_in_production(settings))
    return problems


def _missing_in_production(settings: Settings) -> list[str]:
    needed = {
        "SECRET_KEY": len(settings.secret_key) >= 32 and settings.secret_key != DEVELOPMENT_SECRET,
        "STRIPE_SECRET_KEY": settings.live
        or (settings.environment == "staging" and settings.stripe_secret_key),
        "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secret.startswith("whsec_"),
        "SITE_URL": settings.site_url.startswith("https://"),
        "MAIL_URL": settings.mail_url,
        "MAIL_FROM": settings.mail_from,
        "CHARITY_NAME": settings.charity_name,
        "CHARITY_ADDRESS": settings.charity_address,
    }
    return [f"{name}: {_WANTED[name]}" for name, fine in needed.items() if not fine]


_WANTED = {
    "SECRET_KEY": 'needs 32 random characters or more (python -c "import secrets; print(secrets.token_hex(32))")',
    "STRIPE_SECRET_KEY": "production needs a live key (rk_live_… or sk_live_…), staging a test key",
    "STRIPE_WEBHOOK_SECRET": "needs the whsec_… of the webhook endpoint",
    "SITE_URL": "needs the public address, starting with https://",
    "MAIL_URL": "needs a mail server, as smtp://user:password@host:587",
    "MAIL_FROM": "needs the sender, as Name <address@your-domain>",
    "CHARITY_NAME": "needs the charity's legal name; it stands on every receipt",
    "CHARITY_ADDRESS": "needs the charity's postal address",
}


class _Reader:
    """Reads one variable at a time and remembers what was wrong with it."""

    def __init__(self, environ: Mapping[str, str], problems: list[str]) -> None:
        self._environ = environ
        self._problems = problems

    def text(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value in allowed:
            return value
        return self._wrong(name, value, "one of " + ", ".join(allowed), default)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,6}", value) and low <= int(value) <= high:
            return int(value)
        self._wrong(name, value, f"a whole number from {low} to {high}", "")
        return default

    def scaled(self, name: str, default: str, scale: int, low: int, high: int) -> int:
        """Read a decimal such as 2.9 as a whole number of its smallest unit (290)."""
        value = self.text(name, default)
        try:
            scaled = Decimal(value) * scale
        except InvalidOperation:
            scaled = Decimal("NaN")
        if scaled.is_finite() and scaled == int(scaled) and low <= scaled <= high:
            return int(scaled)
        self._wrong(name, value, f"a number such as {default}", "")
        return int(Decimal(default) * scale)

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            return ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self._wrong(name, value, "a time zone such as America/New_York", default)

    def url(self, name: str, default: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
        value = self.text(name, default)
        if not value or urlsplit(value).scheme in schemes:
            return value
        return self._wrong(
            name, value, "a URL starting with " + " or ".join(f"{s}://" for s in schemes), default
        )

    def place(self, name: str, default: str) -> str:
        """Read where files are kept: a folder, or a bucket, for which boto3 has to be there."""
        value = self.text(name, default)
        if not value.startswith("s3://"):
            return value if "://" not in value else self._wrong(name, value, PLACES, default)
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?", value):
            return self._wrong(name, value, PLACES, default)
        if find_spec("boto3") is None:
            self._problems.append(f"{name}: s3:// needs boto3; pip install -r requirements-s3.txt")
        return value

    def database_url(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value.startswith("sqlite:///"):
            return value
        if value.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + value.split("://", 1)[1]
        if value.startswith("postgresql+psycopg://"):
            return value
        return self._wrong(name, value, "sqlite:///… or postgresql://…", default)

    def _wrong(self, name: str, value: str, wanted: str, default: str) -> str:
        # A wrong value may be a misplaced secret, so only its beginning is repeated.
        shown = value if len(value) <= 12 else value[:12] + "…"
        self._problems.append(f"{name}: {shown!r} should be {wanted}")
        return default
