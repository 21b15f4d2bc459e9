"""Portal configurations and sessions."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import portal
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/billing_portal/configurations")
def create_configuration(desk: Desk, params: dict[str, Any]) -> Obj:
    """What customers may do in the portal."""
    return portal.make_configuration(desk, params)


@calls.on("POST", "/v1/billing_portal/configurations/{id}")
def update_configuration(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Allow something else."""
    return portal.update_configuration(desk, desk.load("billing_portal.configuration", id), params)


@calls.on("POST", "/v1/billing_portal/sessions")
def create_session(desk: Desk, params: dict[str, Any]) -> Obj:
    """A way into the portal for one customer."""
    return portal.make_session(desk, params)
