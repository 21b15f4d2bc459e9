"""The dashboard's page of settings: how events travel, what fails next."""

from flask import Blueprint, Response, request

from stripe_sandbox.core.errors import ApiError
from stripe_sandbox.core.settings import CHOICES, KINDS, Fault
from stripe_sandbox.pages.dashboard import same_origin
from stripe_sandbox.pages.tables import TABLES
from stripe_sandbox.pages.web import go, office, page

pages = Blueprint("settings", __name__)
pages.before_request(same_origin)
WORDS = {
    "webhooks": "Events are",
    "duplicate": "Extra deliveries of each event",
    "shuffle": "Shuffle the order of events",
    "delay": "Seconds before an event is sent",
    "balance_transaction": "Fees are known",
    "fee_basis_points": "Fee in hundredths of a percent",
    "fee_fixed": "Fixed fee in minor units",
    "retry_base": "Seconds before the first retry",
    "max_attempts": "Attempts to deliver an event",
    "after_retries": "When a renewal's retries end",
    "portal_saved": "Portal settings are saved as default",
}


@pages.get("/dashboard/settings")
def show(status: int = 200, problem: str = "") -> Response:
    """All switches as they stand."""
    return page(
        "dashboard/settings.html",
        status,
        tables=TABLES,
        here="settings",
        words=WORDS,
        values=office().settings.shown(),
        choices=CHOICES,
        kinds=KINDS,
        problem=problem,
    )


@pages.post("/dashboard/settings")
def save() -> Response:
    """Change the switches."""
    wanted = {name: read(name, request.form.get(name, "")) for name in WORDS}
    try:
        office().settings.change(wanted)
    except (ApiError, ValueError) as refusal:
        return show(422, str(refusal))
    return go("/dashboard/settings")


def read(name: str, typed: str) -> str | bool:
    return typed == "yes" if isinstance(getattr(office().settings, name), bool) else typed


@pages.post("/dashboard/settings/faults")
def add_fault() -> Response:
    """Let the next calls fail."""
    kind, match = request.form.get("kind", ""), request.form.get("match", "").strip()
    times = request.form.get("times", "1")
    if kind not in KINDS or not match or not times.isdecimal():
        return show(422, "A fault needs a call, like POST /v1/checkout/sessions, and a number of times.")
    office().settings.faults.append(Fault(match, kind, int(times)))
    return go("/dashboard/settings")


@pages.post("/dashboard/settings/no-faults")
def clear_faults() -> Response:
    """Everything works again."""
    office().settings.faults.clear()
    return go("/dashboard/settings")
