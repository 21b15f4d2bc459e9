"""What a checkout session may ask for: the rules between parameters that types alone do not say."""

import re
from typing import Any

from stripe_sandbox.core.currencies import LEAST, MOST, THREE, written
from stripe_sandbox.core.errors import invalid, needed
from stripe_sandbox.core.shapes import Obj

ONLY_IN = {
    "payment_intent_data": "payment",
    "customer_creation": "payment",
    "invoice_creation": "payment",
    "subscription_data": "subscription",
    "payment_method_collection": "subscription",
    "setup_intent_data": "setup",
}
HALF_AN_HOUR, DAY, LEEWAY = 1800, 86400, 60
MOST_OF_A_KIND = 20
SUFFIX = re.compile(r"^[^<>\\'\"*]{1,22}$")


def check(params: dict[str, Any], now: int) -> None:
    """Refuse what Stripe would refuse."""
    check_mode(params)
    check_urls(params)
    check_words(params)
    if params.get("customer") and params.get("customer_email"):
        raise invalid(
            "You may only specify one of these parameters: customer, customer_email.", "customer_email"
        )
    expires = params.get("expires_at")
    if expires is not None and not now + HALF_AN_HOUR - LEEWAY <= expires <= now + DAY + LEEWAY:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session "
            "creation.",
            "expires_at",
        )


def check_mode(params: dict[str, Any]) -> None:
    mode = params.get("mode")
    if not mode:
        raise needed("mode")
    if mode == "setup":
        raise invalid("This sandbox offers the modes payment and subscription.", "mode")
    for name, needs in ONLY_IN.items():
        if name in params and mode != needs:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", name)
    if not params.get("line_items"):
        raise needed("line_items")
    if len(params["line_items"]) > (100 if mode == "payment" else 20):
        raise invalid("You may not specify more line items than Checkout can show.", "line_items")


def check_urls(params: dict[str, Any]) -> None:
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("This sandbox has the hosted page only.", "ui_mode")
    if "success_url" not in params:
        raise needed("success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not re.match(r"https?://[^/\s]+", params[name]):
            raise invalid("Not a valid URL", name, "url_invalid")


def check_words(params: dict[str, Any]) -> None:
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("client_reference_id may have up to 200 characters.", "client_reference_id")
    for name, text in params.get("custom_text", {}).items():
        if isinstance(text, dict) and len(text["message"]) > 1200:
            raise invalid("Custom text may have up to 1200 characters.", f"custom_text[{name}][message]")
    suffix = params.get("payment_intent_data", {}).get("statement_descriptor_suffix")
    if suffix is not None and not (SUFFIX.match(suffix) and re.search("[A-Za-z]", suffix)):
        at = "payment_intent_data[statement_descriptor_suffix]"
        raise invalid(
            "The statement descriptor suffix has a character that is not allowed, or no letter.", at
        )
    check_custom_fields(params.get("custom_fields", []))


def check_custom_fields(wanted: list[dict[str, Any]]) -> None:
    if len(wanted) > 3:
        raise invalid("You may have at most 3 custom fields.", "custom_fields")
    keys = [field["key"] for field in wanted]
    if len(set(keys)) != len(keys) or not all(re.fullmatch(r"[A-Za-z0-9_]{1,200}", key) for key in keys):
        raise invalid("Custom field keys must be different and alphanumeric.", "custom_fields")


def check_lines(mode: str, prices: list[tuple[Obj, int]]) -> None:
    """Refuse prices that do not fit together or to the mode."""
    currencies = {price["currency"] for price, _ in prices}
    if len(currencies) > 1:
        raise invalid("All prices on a Checkout Session must have the same currency.", "line_items")
    recurring = [price for price, _ in prices if price["type"] == "recurring"]
    if mode == "payment" and recurring:
        raise invalid(
            "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use "
            "only one-time prices.",
            "line_items",
        )
    if mode == "subscription" and not recurring:
        raise invalid("You must provide at least one recurring price in `subscription` mode.", "line_items")
    if mode == "subscription" and max(len(recurring), len(prices) - len(recurring)) > MOST_OF_A_KIND:
        raise invalid("A subscription may have 20 recurring and 20 one-time prices at most.", "line_items")
    rhythms = {(price["recurring"]["interval"], price["recurring"]["interval_count"]) for price in recurring}
    if len(rhythms) > 1:
        raise invalid(
            "Checkout does not support multiple prices with different billing intervals.", "line_items"
        )
    check_total(sum(price["unit_amount"] * quantity for price, quantity in prices), currencies.pop())


def check_total(total: int, currency: str) -> None:
    least = LEAST.get(currency, 1)
    if total < least:
        raise invalid(
            f"The Checkout Session's total amount must convert to at least {written(least, currency)}.",
            "line_items",
            "amount_too_small",
        )
    if total > MOST:
        raise invalid(
            f"The Checkout Session's total amount due must be no more than {written(MOST, currency)}.",
            "line_items",
            "amount_too_large",
        )
    if currency in THREE and total % 10:
        raise invalid(f"The last digit of an amount in {currency.upper()} must be 0.", "line_items")
