"""A day of the payer's choice: nothing is charged until then, and the rhythm goes on from there."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import subscriptions

LONGEST = 730 * 86400


def begin(desk: Desk, subscription: Obj, params: dict[str, Any]) -> Obj:
    """What changes when a running subscription is given a trial end: its period, its anchor, its status."""
    ends = params["trial_end"]
    if not isinstance(ends, int):
        raise invalid("This sandbox knows no other trial_end than a moment.", "trial_end")
    if params.get("proration_behavior") != "none":
        raise invalid("This sandbox does not prorate: pass proration_behavior=none.", "proration_behavior")
    if ends <= desk.now:
        raise invalid("Invalid timestamp: must be an integer Unix timestamp in the future.", "trial_end")
    if ends > desk.now + LONGEST:
        raise invalid("Invalid timestamp: can be no more than two years in the future.", "trial_end")
    if subscription["status"] not in ("active", "trialing"):
        raise invalid(f"A subscription that is {subscription['status']} can have no trial here.", "trial_end")
    desk.later(max(desk.now, ends - subscriptions.UPCOMING), "announce_invoice", subscription["id"])
    desk.later(ends, "renew", subscription["id"])
    period = {"current_period_start": desk.now, "current_period_end": ends}
    items = subscription["items"]
    return {
        "status": "trialing",
        "trial_start": desk.now,
        "trial_end": ends,
        "billing_cycle_anchor": ends,
        "items": items | {"data": [entry | period for entry in items["data"]]},
    }
