"""Where signing in happens, and where it may lead back to."""

from urllib.parse import quote, urlsplit

HOME = "/account/"
SIGN_IN = "/account/sign-in"
SECOND_FACTOR = "/account/second-factor"
CONFIRM = "/account/confirm"
OURS = ("/account/", "/admin/")
LONGEST = 300


def safe_next(path: str | None) -> str:
    """A page of our own that needs signing in, to go on to; empty for everything else that an address may claim."""
    if not path or len(path) > LONGEST or not path.startswith(OURS) or not path.isprintable():
        return ""
    try:
        parts = urlsplit(path)
    except ValueError:
        return ""
    straight = not parts.scheme and not parts.netloc and "\\" not in path and ".." not in parts.path
    return "" if not straight or parts.path.startswith((SIGN_IN, SECOND_FACTOR, CONFIRM)) else path


def with_next(path: str, following: str) -> str:
    """The address of a page that leads on to another one afterwards."""
    following = safe_next(following)
    return f"{path}?next={quote(following)}" if following else path
