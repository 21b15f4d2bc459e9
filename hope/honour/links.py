"""Links that open one card to whoever holds them: signed for one purpose, and naming nobody."""

from hope.kernel.signed import read, sign

CARD, GIVER, STOP = "card", "giver", "stop"


def make_token(purpose: str, name: str, secret: str) -> str:
    """The part of an address that does this one thing for this one card."""
    return sign(name, secret, f"hope.honour.{purpose}")


def read_token(purpose: str, token: str, secret: str) -> str | None:
    """The name that was signed for this purpose; None for anything that we did not sign."""
    return read(token, secret, f"hope.honour.{purpose}")
