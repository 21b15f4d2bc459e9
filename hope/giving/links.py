"""Links that open one standing gift to whoever holds them: signed, and silent about the person."""

import hashlib

from itsdangerous import BadData, URLSafeSerializer

SALT = "hope.giving.recurring"


def make_token(reference: str, secret: str) -> str:
    """The part of an address that opens the standing gift of this reference, and no other."""
    return str(_serializer(secret).dumps(reference))


def read_token(token: str, secret: str) -> str | None:
    """The reference that was signed; None for anything that we did not sign for this purpose."""
    try:
        reference = _serializer(secret).loads(token)
    except BadData:
        return None
    return reference if isinstance(reference, str) else None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT, signer_kwargs={"digest_method": hashlib.sha256})
