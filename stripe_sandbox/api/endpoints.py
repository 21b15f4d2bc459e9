"""Webhook endpoints."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import endpoints
from stripe_sandbox.objects.customers import merged
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/webhook_endpoints")
def create(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new endpoint; this answer is the only one that shows its secret."""
    made = endpoints.make(desk, params)
    return made | {"secret": made["_secret"]}


@calls.on("POST", "/v1/webhook_endpoints/{id}")
def update(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change an endpoint, or switch it off and on."""
    endpoint = desk.load("webhook_endpoint", id)
    changes: Obj = {name: params[name] for name in ("url", "enabled_events") if name in params}
    if "url" in changes:
        endpoints.check_url(changes["url"])
    if "description" in params:
        changes["description"] = params["description"] or None
    if "disabled" in params:
        changes["status"] = "disabled" if params["disabled"] else "enabled"
    if "metadata" in params:
        changes["metadata"] = merged(endpoint["metadata"], params["metadata"])
    return desk.save(endpoint, **changes)


@calls.on("DELETE", "/v1/webhook_endpoints/{id}")
def delete(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Remove an endpoint."""
    desk.load("webhook_endpoint", id)
    desk.store.remove(id)
    return {"id": id, "object": "webhook_endpoint", "deleted": True}
