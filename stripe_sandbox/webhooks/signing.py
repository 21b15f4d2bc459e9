"""The `Stripe-Signature` header."""

import hashlib
import hmac
import time


def header(body: bytes, secret: str, moment: int | None = None) -> str:
    """A fresh signature over the body."""
    moment = int(time.time()) if moment is None else moment
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
