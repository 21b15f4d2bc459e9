"""The letters of signing in and of what changes in an account."""

from typing import Any

from hope.accounts import links
from hope.accounts.models import SignInLink
from hope.accounts.web.entering import secret
from hope.kernel.db import db
from hope.kernel.mail.compose import composer
from hope.kernel.web.letters import absolute, charity


@composer("sign_in")
def sign_in(link_id: int) -> dict[str, Any]:
    """A link to sign in with."""
    return _with_link(link_id, "sign_in.show")


@composer("sign_in_unknown", readable=True)
def sign_in_unknown(link_id: int) -> dict[str, Any]:
    """Nothing is known under this address, and what may be the reason."""
    return {
        "charity": charity(),
        "sign_in_url": absolute("sign_in.ask"),
        "campaigns_url": absolute("campaigns.index"),
    }


@composer("add_address")
def add_address(link_id: int) -> dict[str, Any]:
    """A link that shows that this address is read by whoever wants it in their account."""
    return _with_link(link_id, "profile.show_link")


@composer("change_main")
def change_main(link_id: int) -> dict[str, Any]:
    """A link, sent to the address of before, that lets another one take its place."""
    return _with_link(link_id, "profile.show_link")


@composer("account_changed", readable=True)
def account_changed(what: str) -> dict[str, Any]:
    """What changed in an account, for its owner to notice when it was not them."""
    return {"charity": charity(), "what": what, "security_url": absolute("security.show")}


@composer("account_erased")
def account_erased() -> dict[str, Any]:
    """All that we knew is gone; the last letter to this address."""
    return {"charity": charity()}


def _with_link(link_id: int, endpoint: str) -> dict[str, Any]:
    link = db.session.get_one(SignInLink, link_id)
    url = absolute(endpoint, token=links.token_of(link, secret()))
    return {"charity": charity(), "link": link, "link_url": url}
