"""The link by which a starter looks after a shared gift."""

from hope.kernel.signed import read, sign

PURPOSE = "hope.campaigns.shared"


def make_token(link: str, secret: str) -> str:
    """The part of an address that lets its holder look after this one."""
    return sign(link, secret, PURPOSE)


def read_token(token: str, secret: str) -> str | None:
    """The shared gift that was meant; None for anything that we did not sign."""
    return read(token, secret, PURPOSE)
