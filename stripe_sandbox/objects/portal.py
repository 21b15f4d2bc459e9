"""The customer's portal: what a configuration allows, and a session that opens it."""

import copy
from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid, needed
from stripe_sandbox.core.ids import letters
from stripe_sandbox.core.shapes import Obj, blank
from stripe_sandbox.objects import customers

HALF_AN_HOUR = 1800
DEFAULT = {
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
}
UNSAVED = (
    "You can't create a portal session in test mode until you save your customer portal settings in test mode in the "
    "Dashboard, or pass a configuration."
)
FLOWS = {"payment_method_update", "subscription_cancel"}


def make_configuration(desk: Desk, params: dict[str, Any], default: bool = False) -> Obj:
    """What customers may do."""
    configuration = desk.make(
        "billing_portal.configuration",
        active=True,
        is_default=default,
        livemode=False,
        metadata={},
        updated=desk.now,
    )
    features = blank("billing_portal.configuration")["features"]
    features["subscription_cancel"]["proration_behavior"] = "none"
    features["subscription_update"]["proration_behavior"] = "none"
    desk.save(configuration, **({"features": features} | asked(params, features)))
    desk.emit("billing_portal.configuration.created", configuration)
    return configuration


def update_configuration(desk: Desk, configuration: Obj, params: dict[str, Any]) -> Obj:
    """Allow something else."""
    changes = asked(params, configuration["features"]) | {"updated": desk.now}
    return desk.change(configuration, "billing_portal.configuration.updated", **changes)


def asked(params: dict[str, Any], features: Obj) -> Obj:
    names = ("default_return_url", "metadata", "name", "active")
    wanted = {name: params[name] or None for name in names if name in params}
    if "active" in params:
        wanted["active"] = params["active"]
    if "features" in params:
        wanted["features"] = merge(features, params["features"])
    if "business_profile" in params:
        empty = blank("billing_portal.configuration")["business_profile"]
        wanted["business_profile"] = merge(empty, params["business_profile"])
    if "login_page" in params:
        wanted["login_page"] = {"enabled": params["login_page"]["enabled"], "url": None}
    return wanted


def merge(old: Obj, new: dict[str, Any]) -> Obj:
    """The old hash with the new values, also inside."""
    merged = copy.deepcopy(old)
    for name, value in new.items():
        inside = isinstance(value, dict) and isinstance(merged.get(name), dict)
        empty: list[Any] | None = [] if isinstance(merged.get(name), list) else None
        merged[name] = merge(merged[name], value) if inside else empty if value == "" else value
    return merged


def make_session(desk: Desk, params: dict[str, Any]) -> Obj:
    """A short-lived way into the portal for one customer."""
    if "customer" not in params:
        raise needed("customer")
    customer = customers.load(desk, params["customer"], "customer")
    configuration = configuration_for(desk, params)
    session = desk.make(
        "billing_portal.session",
        configuration=configuration["id"],
        customer=customer["id"],
        livemode=False,
        locale=params.get("locale"),
        return_url=params.get("return_url") or configuration["default_return_url"],
        flow=flow(desk, customer, params.get("flow_data")),
        _token=letters(40),
        _until=desk.now + HALF_AN_HOUR,
    )
    desk.save(session, url=f"{desk.public_url}/p/session/{session['_token']}")
    desk.emit("billing_portal.session.created", session)
    return session


def configuration_for(desk: Desk, params: dict[str, Any]) -> Obj:
    if "configuration" in params:
        return desk.load("billing_portal.configuration", params["configuration"], "configuration")
    known = desk.find("billing_portal.configuration", is_default=True)
    if known:
        return known[0]
    if not desk.settings.portal_saved:
        raise invalid(UNSAVED, "configuration")
    return make_configuration(desk, {"features": DEFAULT}, default=True)


def flow(desk: Desk, customer: Obj, asked: dict[str, Any] | None) -> Obj | None:
    """The one thing that the customer came to do, if any."""
    if asked is None:
        return None
    if asked["type"] not in FLOWS:
        raise invalid(f"This sandbox's portal has the flows {', '.join(sorted(FLOWS))}.", "flow_data[type]")
    cancel = asked.get("subscription_cancel")
    if asked["type"] == "subscription_cancel":
        check_cancel(desk, customer, cancel)
    after = asked.get("after_completion", {"type": "portal_homepage"})
    return {
        "after_completion": {"hosted_confirmation": None, "redirect": None} | hosted(after),
        "customer_update": None,
        "subscription_cancel": cancel and {"retention": None, "subscription": cancel["subscription"]},
        "subscription_pause": None,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": asked["type"],
    }


def hosted(after: dict[str, Any]) -> dict[str, Any]:
    """The end of a flow, with the words of its confirmation where it has one."""
    if after["type"] == "redirect" and "redirect" not in after:
        raise needed("flow_data[after_completion][redirect]")
    if "hosted_confirmation" in after:
        return after | {"hosted_confirmation": {"custom_message": None} | after["hosted_confirmation"]}
    return after


def check_cancel(desk: Desk, customer: Obj, cancel: dict[str, Any] | None) -> None:
    at = "flow_data[subscription_cancel][subscription]"
    if not cancel:
        raise needed(at)
    subscription = desk.load("subscription", cancel["subscription"], at)
    if subscription["customer"] != customer["id"]:
        raise invalid("The subscription does not belong to the customer.", at)
    if subscription["status"] == "canceled" or subscription["cancel_at"]:
        raise invalid("This subscription is already set to be canceled.", at)
