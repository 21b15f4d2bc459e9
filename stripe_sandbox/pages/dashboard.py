"""The dashboard: what is in the sandbox, what it told whom, and buttons for what else may happen."""

import json

from flask import Blueprint, Response, abort, current_app, request

from stripe_sandbox.core.errors import ApiError
from stripe_sandbox.core.query import Query, find
from stripe_sandbox.core.shapes import Obj, public
from stripe_sandbox.objects import balance, payouts
from stripe_sandbox.pages import actions
from stripe_sandbox.pages.tables import TABLES
from stripe_sandbox.pages.web import go, office, page

pages = Blueprint("dashboard", __name__)
SHOWN = 100
OF_EVENT = "SELECT * FROM deliveries WHERE event = ? ORDER BY id"
ABOUT = (
    "SELECT id, json_extract(body, '$.type') AS type FROM objects WHERE kind = 'event' "
    "AND json_extract(body, '$.data.object.id') = ? ORDER BY seq"
)


@pages.before_request
def same_origin() -> Response | None:
    """Another site's page may not press these buttons."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return page("dashboard/refused.html", 403, words="This button was pressed from another site.")
    return None


@pages.get("/")
def overview() -> Response:
    """The latest of everything."""
    with office().desk() as desk:
        latest = {name: find(desk.store, Query(table.kind), 5) for name, table in TABLES.items()}
        counts = {name: desk.store.count(table.kind) for name, table in TABLES.items()}
        return page(
            "dashboard/overview.html",
            tables=TABLES,
            latest=latest,
            counts=counts,
            balance=balance.totals(desk),
            endpoints=desk.find("webhook_endpoint"),
            here="overview",
        )


@pages.get("/dashboard/<name>")
def show_list(name: str) -> Response:
    """One list, newest first."""
    return listing(name)


@pages.get("/dashboard/<name>/<id>")
def show(name: str, id: str) -> Response:
    """One object: its state, its buttons, its events, all its fields."""
    return detail(name, id)


@pages.post("/dashboard/<name>/<id>/<action>")
def act(name: str, id: str, action: str) -> Response:
    """Press one of its buttons."""
    if name not in TABLES:
        abort(404)
    try:
        with office().desk() as desk:
            actions.perform(desk, desk.load(TABLES[name].kind, id), action, request.form.to_dict())
    except ApiError as refusal:
        return detail(name, id, 409, str(refusal))
    return go(f"/dashboard/{name}/{id}")


@pages.post("/dashboard/payouts/pay-out")
def pay_out() -> Response:
    """Send everything, also what is pending, to the charity's bank account."""
    try:
        with office().desk() as desk:
            made = payouts.pay_out(desk, request.form.get("currency", "usd"), include_pending=True)
    except ApiError as refusal:
        return listing("payouts", 409, str(refusal))
    return go(f"/dashboard/payouts/{made['id']}")


@pages.post("/dashboard/events/<id>/resend")
def resend(id: str) -> Response:
    """Send an event again, once or several times at the same moment."""
    times = max(1, min(20, int(request.form.get("times", "1") or 1)))
    current_app.extensions["courier"].resend(id, times, concurrent=times > 1)
    return go(f"/dashboard/events/{id}")


def listing(name: str, status: int = 200, problem: str = "") -> Response:
    if name not in TABLES:
        abort(404)
    with office().desk() as desk:
        objects = find(desk.store, Query(TABLES[name].kind), SHOWN)
        sums = balance.totals(desk) if name == "payouts" else None
    return page(
        "dashboard/list.html",
        status,
        tables=TABLES,
        table=TABLES[name],
        objects=objects,
        here=name,
        limit=SHOWN,
        problem=problem,
        balance=sums,
    )


def detail(name: str, id: str, status: int = 200, problem: str = "") -> Response:
    if name not in TABLES:
        abort(404)
    table = TABLES[name]
    with office().desk() as desk:
        obj = desk.store.get(table.kind, id)
        if obj is None:
            abort(404)
        return page(
            "dashboard/detail.html",
            status,
            tables=TABLES,
            table=table,
            obj=obj,
            here=name,
            problem=problem,
            actions=actions.offered(obj),
            events=desk.store.rows(ABOUT, id),
            deliveries=desk.store.rows(OF_EVENT, id) if name == "events" else [],
            links=links(obj),
            text=json.dumps(public(obj), indent=2),
        )


def links(obj: Obj) -> list[tuple[str, str]]:
    """Where an object's ids lead to on the dashboard."""
    places = {
        "pi_": "payments",
        "sub_": "subscriptions",
        "in_": "invoices",
        "cs_": "sessions",
        "po_": "payouts",
        "du_": "disputes",
    }
    fields = {key: value for key, value in obj.items() if isinstance(value, str) and key != "id"}
    found = []
    for key, value in fields.items():
        place = next((name for prefix, name in places.items() if value.startswith(prefix)), None)
        if place in TABLES and "_secret" not in key:
            found.append((key.strip("_"), f"/dashboard/{place}/{value}"))
    return found
