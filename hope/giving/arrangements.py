"""What Stripe has to know about this site before anything is given: where its events go, what its portal offers.

Each is compared first and changed only where it differs, so that doing it twice changes nothing.
"""

from collections.abc import Callable
from typing import Any

from hope.giving.orders import API_VERSION, portal_configuration

Shape = dict[str, Any]
Ask = Callable[..., Shape]
FEATURES = {"payment_method_update": {"enabled": True}, "invoice_history": {"enabled": True}}


def setup(v1: Any, ask: Ask, webhook_url: str, kinds: list[str], return_url: str) -> list[str]:
    """Make the webhook endpoint and the portal what this version needs; says, line by line, what it did."""
    return [*_setup_webhook(v1, ask, webhook_url, kinds), *_setup_portal(v1, ask, return_url)]


def _setup_webhook(v1: Any, ask: Ask, url: str, kinds: list[str]) -> list[str]:
    """One endpoint for our address that speaks our version; the version of an endpoint can never be changed."""
    found = [one for one in ask(v1.webhook_endpoints.list, {"limit": 100})["data"] if one["url"] == url]
    ours = next((one for one in found if one["api_version"] == API_VERSION), None)
    lines = _make(v1, ask, url, kinds) if ours is None else _bring_up_to_date(v1, ask, ours, kinds)
    return lines + [_other(one) for one in found if one is not ours]


def _make(v1: Any, ask: Ask, url: str, kinds: list[str]) -> list[str]:
    wanted = {"url": url, "enabled_events": kinds, "api_version": API_VERSION}
    made = ask(v1.webhook_endpoints.create, wanted)
    return [f"webhook: made for {url}", f"webhook: set STRIPE_WEBHOOK_SECRET={made['secret']}"]


def _bring_up_to_date(v1: Any, ask: Ask, endpoint: Shape, kinds: list[str]) -> list[str]:
    changes: Shape = {}
    lines = []
    if "*" not in endpoint["enabled_events"] and set(endpoint["enabled_events"]) != set(kinds):
        changes["enabled_events"] = kinds
        lines.append("webhook: brought its list of events up to date")
    if endpoint["status"] == "disabled":
        changes["disabled"] = False
        lines.append("webhook: switched on again")
    if changes:
        ask(v1.webhook_endpoints.update, endpoint["id"], changes)
    return lines or ["webhook: nothing to change"]


def _other(endpoint: Shape) -> str:
    """A second endpoint for one address sends every event twice; which secret is in use, only people know."""
    speaks = endpoint["api_version"] or "the account’s default version"
    return (
        f"webhook: {endpoint['id']} has our address too and speaks {speaks}; delete it once the secret is set"
    )


def _setup_portal(v1: Any, ask: Ask, return_url: str) -> list[str]:
    ours = portal_configuration(v1, ask)
    wanted = {"features": FEATURES, "default_return_url": return_url}
    if ours is None:
        ask(v1.billing_portal.configurations.create, {**wanted, "metadata": {"hope": "portal"}})
        return ["portal: made"]
    offers = all(ours["features"][name]["enabled"] for name in FEATURES)
    if offers and ours["default_return_url"] == return_url:
        return ["portal: nothing to change"]
    ask(v1.billing_portal.configurations.update, ours["id"], wanted)
    return ["portal: brought up to date: new cards, past payments, and the way back"]
