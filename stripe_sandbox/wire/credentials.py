"""Who calls and in which version: test keys only, one API version only."""

import base64
import binascii

from werkzeug.datastructures import Headers

from stripe_sandbox.core.desk import API_VERSION
from stripe_sandbox.core.errors import ApiError, invalid


def check_key(headers: Headers) -> None:
    """Let any test secret key pass and nothing else."""
    key = api_key(headers.get("Authorization", ""))
    if not key:
        raise ApiError(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
            401,
        )
    if key.startswith(("sk_live_", "rk_live_")):
        raise ApiError("This is a sandbox: a live key must never be sent here.", 401)
    if not key.startswith(("sk_test_", "rk_test_")) or len(key) < 12:
        raise ApiError(f"Invalid API Key provided: {masked(key)}", 401)


def api_key(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme == "Bearer":
        return value.strip()
    if scheme == "Basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def masked(key: str) -> str:
    return key[:8] + "*" * (len(key) - 12) + key[-4:] if len(key) > 12 else "*" * len(key)


def check_version(headers: Headers) -> None:
    """Refuse a version whose shapes this sandbox does not have."""
    wanted = headers.get("Stripe-Version", API_VERSION)
    if wanted != API_VERSION:
        raise invalid(f"Invalid Stripe API version: {wanted}. This sandbox speaks {API_VERSION} only.")
