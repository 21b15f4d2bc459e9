"""How this installation is set up, in words: no secret is ever among them, only whether it is there."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def installation(config: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each setting that staff may want to know."""
    return [
        ("Environment", config["ENVIRONMENT"]),
        ("Address", config["SITE_URL"]),
        ("Charity", config["CHARITY_NAME"]),
        ("Its address", config["CHARITY_ADDRESS"]),
        ("Its tax ID", config["CHARITY_TAX_ID"]),
        ("Its time zone", config["CHARITY_TIME_ZONE"]),
        ("Payments", _payments(config)),
        ("Mail leaves as", config["MAIL_FROM"]),
        (
            "Mail server",
            urlsplit(config["MAIL_URL"]).hostname or "none: letters stay in the development mailbox",
        ),
        ("Database", urlsplit(config["SQLALCHEMY_DATABASE_URI"]).scheme.split("+")[0]),
        ("Card fee that givers may cover", _fee(config)),
        ("Second factor for staff", "needed" if config["STAFF_SECOND_FACTOR"] else "offered"),
    ]


def _payments(config: Mapping[str, Any]) -> str:
    if config["STRIPE_API_BASE"]:
        return "the stand-in Stripe: no real money moves"
    live = "_live_" in config["STRIPE_SECRET_KEY"]
    return "Stripe, live: real money moves" if live else "Stripe, in test mode: no real money moves"


def _fee(config: Mapping[str, Any]) -> str:
    return f"{config['CARD_FEE_BASIS_POINTS'] / 100:g} percent, and {config['CARD_FEE_FIXED'] / 100:.2f}"
