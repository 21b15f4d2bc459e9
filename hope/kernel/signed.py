"""Names that we have signed: whoever holds one got it from us, for one purpose, and can make no other."""

import hashlib

from itsdangerous import BadData, URLSafeSerializer


def sign(name: str, secret: str, purpose: str) -> str:
    """The name with our signature, fit for an address."""
    return str(_serializer(secret, purpose).dumps(name))


def read(token: str, secret: str, purpose: str) -> str | None:
    """The name that was signed; None for anything that we did not sign for this purpose."""
    try:
        name = _serializer(secret, purpose).loads(token)
    except BadData:
        return None
    return name if isinstance(name, str) else None


def _serializer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})
