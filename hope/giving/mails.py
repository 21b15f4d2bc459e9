"""The words that go out about gifts."""

from typing import Any

from flask import current_app, url_for

from hope.giving.models import Gift, LineKind, Receipt
from hope.giving.receipts import NOTHING_IN_RETURN
from hope.kernel.db import db
from hope.kernel.mail.compose import composer
from hope.kernel.money import Money


@composer("receipt")
def receipt(receipt_id: int) -> dict[str, Any]:
    """The written acknowledgment of one gift, with the words that the IRS asks for."""
    issued = db.session.get_one(Receipt, receipt_id)
    gift = issued.gift
    return {
        "gift": gift,
        "receipt": issued,
        "lines": [line for line in gift.lines if line.kind is LineKind.GIFT],
        "cover": _cover(gift),
        "giver_name": gift.giver_name,
        "charity": _charity(),
        "goods_statement": NOTHING_IN_RETURN,
        "campaign_url": _absolute("campaigns.show", slug=gift.lines[0].campaign_slug),
    }


def _cover(gift: Gift) -> Money | None:
    total = Money.zero(gift.total.currency)
    for line in gift.lines:
        if line.kind is LineKind.COVER:
            total = total + line.total
    return total or None


def _charity() -> dict[str, str]:
    config = current_app.config
    return {
        "name": config["CHARITY_NAME"],
        "tax_id": config["CHARITY_TAX_ID"],
        "address": config["CHARITY_ADDRESS"],
    }


def _absolute(endpoint: str, **values: str) -> str:
    """A link that works in a mail, whether or not a request is under way."""
    with current_app.test_request_context(base_url=current_app.config["SITE_URL"]):
        return url_for(endpoint, _external=True, **values)
