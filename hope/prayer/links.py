"""Links that open one partner's own page, or one sign-up, to whoever holds the mail: sealed, and naming nobody."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

CONFIRM, MANAGE, LEAVE = "confirm", "manage", "leave"
SEAL = 16  # base64 letters: 96 bits


def make_token(purpose: str, reference: str, secret: str) -> str:
    """The part of an address that does this one thing for this one reference; short, because mail headers are."""
    return f"{reference}.{_seal(purpose, reference, secret)}"


def read_token(purpose: str, token: str, secret: str) -> str | None:
    """The reference that was sealed for this purpose; None for anything that we did not seal."""
    reference, _, seal = token.partition(".")
    fits = hmac.compare_digest(seal.encode(), _seal(purpose, reference, secret).encode())
    return reference if fits else None


def _seal(purpose: str, reference: str, secret: str) -> str:
    key = hashlib.sha256(f"hope.prayer.{purpose}:{secret}".encode()).digest()
    return urlsafe_b64encode(hmac.digest(key, reference.encode(), "sha256")).decode()[:SEAL]
