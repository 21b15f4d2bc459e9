"""What every letter shares, whatever it is about: who sends it, and links that work outside a request."""

from flask import current_app, url_for


def charity() -> dict[str, str]:
    """Who sends this mail."""
    config = current_app.config
    return {
        "name": config["CHARITY_NAME"],
        "tax_id": config["CHARITY_TAX_ID"],
        "address": config["CHARITY_ADDRESS"],
    }


def absolute(endpoint: str, *, fragment: str | None = None, **values: str) -> str:
    """A link that works in a mail, whether or not a request is under way."""
    with current_app.test_request_context(base_url=current_app.config["SITE_URL"]):
        return url_for(endpoint, _external=True, _anchor=fragment, **values)
