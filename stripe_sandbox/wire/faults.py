"""Faults on request: what a bad day at the payment provider looks like to the caller."""

import time

from stripe_sandbox.core.errors import ApiError
from stripe_sandbox.core.settings import Fault, Settings

TROUBLE = "An unknown error occurred."
BUSY = (
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. "
    "If you see this error intermittently, retry the request."
)


class Dropped(Exception):
    """The connection is to be closed without an answer."""


def strike(settings: Settings, method: str, path: str) -> Fault | None:
    """Use up the first fault that fits this call; those that strike before the work do so here."""
    fault = next((entry for entry in settings.faults if entry.fits(method, path)), None)
    if fault is None:
        return None
    fault.times -= 1
    if fault.kind == "slow":
        time.sleep(fault.seconds)
    elif fault.kind == "500":
        raise ApiError(TROUBLE, 500, "api_error")
    elif fault.kind == "429":
        raise ApiError("Too many requests hit the API too quickly.", 429, code="rate_limit")
    elif fault.kind == "409":
        raise ApiError(BUSY, 409, code="lock_timeout")
    return fault


def strike_after(fault: Fault | None) -> None:
    """Faults that strike once the work is done and kept."""
    if fault and fault.kind == "drop_after_commit":
        raise Dropped
    if fault and fault.kind == "500_after_commit":
        raise ApiError(TROUBLE, 500, "api_error")
