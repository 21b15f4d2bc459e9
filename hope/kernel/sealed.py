"""Secrets that have to be read again, kept so that a copy of the database alone does not tell them."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


def seal(text: str, secret: str) -> str:
    """The text, readable only with the site's secret."""
    return _fernet(secret).encrypt(text.encode()).decode()


def unseal(sealed: str, secret: str) -> str | None:
    """The text again; None when the site's secret is another one now."""
    try:
        return _fernet(secret).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def fingerprint(text: str, secret: str) -> str:
    """A mark by which the same text is known again, and from which nobody finds it without the site's secret."""
    return hmac.new(_key(secret, "fingerprint"), text.encode(), hashlib.sha256).hexdigest()


def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, "seal")))


def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"hope.{purpose}".encode(), hashlib.sha256).digest()
