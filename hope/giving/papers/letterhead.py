"""Who writes: the charity as it stands on top of every paper."""

from dataclasses import dataclass

from flask import current_app, url_for


@dataclass(frozen=True)
class Letterhead:
    """The charity's name, address and tax number, its paper, and where its receipts can be checked."""

    charity: str
    address: str
    tax_id: str
    paper: str
    check_url: str


def letterhead() -> Letterhead:
    """The letterhead of this installation."""
    config = current_app.config
    with current_app.test_request_context(base_url=config["SITE_URL"]):
        check_url = url_for("receipts.verify", _external=True)
    return Letterhead(
        charity=config["CHARITY_NAME"],
        address=config["CHARITY_ADDRESS"],
        tax_id=config["CHARITY_TAX_ID"],
        paper=config["PAPER_SIZE"],
        check_url=check_url,
    )
