"""The account itself and its balance."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj, blank
from stripe_sandbox.objects import balance
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()
ACCOUNT = "acct_sandbox00000000"


@calls.on("GET", "/v1/account")
def retrieve(desk: Desk, params: dict[str, Any]) -> Obj:
    """The one account that this sandbox has."""
    return blank(
        "account",
        id=ACCOUNT,
        business_type="non_profit",
        charges_enabled=True,
        country="US",
        default_currency="usd",
        details_submitted=True,
        email="sandbox@example.org",
        payouts_enabled=True,
        type="standard",
    )


@calls.on("GET", "/v1/balance")
def retrieve_balance(desk: Desk, params: dict[str, Any]) -> Obj:
    """What is available and what is pending."""
    return blank("balance", **balance.totals(desk))
