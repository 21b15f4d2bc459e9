"""Webhook endpoints: who wants to hear of what."""

from typing import Any

from stripe_sandbox.core import ids
from stripe_sandbox.core.desk import API_VERSION, Desk
from stripe_sandbox.core.errors import invalid
from stripe_sandbox.core.shapes import Obj


def make(desk: Desk, params: dict[str, Any], secret: str | None = None) -> Obj:
    """A new endpoint with its signing secret."""
    version = params.get("api_version") or None
    if version not in (None, API_VERSION):
        raise invalid(f"This sandbox renders events in {API_VERSION} only.", "api_version")
    check_url(params["url"])
    return desk.make(
        "webhook_endpoint",
        api_version=version,
        description=params.get("description") or None,
        enabled_events=params["enabled_events"],
        metadata=params.get("metadata") or {},
        status="enabled",
        url=params["url"],
        _secret=secret or "whsec_" + ids.letters(32),
    )


def check_url(url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise invalid(
            "Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid"
        )


def register(desk: Desk, url: str, secret: str) -> Obj:
    """One endpoint for this URL with this secret and every type of event, made or brought up to date."""
    known = desk.find("webhook_endpoint", url=url)
    if known:
        return desk.save(
            known[0],
            _secret=secret,
            enabled_events=["*"],
            status="enabled",
            _registered=True,
            api_version=API_VERSION,
        )
    made = make(desk, {"url": url, "enabled_events": ["*"], "api_version": API_VERSION}, secret)
    return desk.save(made, _registered=True)
