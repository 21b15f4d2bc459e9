"""One call from its arrival to its answer."""

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response, request

from stripe_sandbox.core.desk import API_VERSION, Desk
from stripe_sandbox.core.errors import ApiError
from stripe_sandbox.core.ids import letters
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.office import Office
from stripe_sandbox.wire import credentials, faults, forms, parameters
from stripe_sandbox.wire.expand import render
from stripe_sandbox.wire.idempotency import Answer, fingerprint

Work = Callable[..., Obj]
# Set in the environ of a request whose connection the server is to close without an answer.
DROP = "sandbox.drop"


class Calls:
    """The calls that one resource answers."""

    def __init__(self) -> None:
        self.known: list[tuple[str, str, Work]] = []

    def on(self, method: str, path: str) -> Callable[[Work], Work]:
        """Answer this method and path with the decorated function."""

        def remember(work: Work) -> Work:
            self.known.append((method, path, work))
            return work

        return remember

    def register(self, app: Flask, office: Office) -> None:
        """Tell Flask about all of them."""
        for method, path, work in self.known:
            rule = path.replace("{id}", "<id>")
            view = answering(office, f"{method} {path}", work)
            app.add_url_rule(
                rule, f"{method} {path}", view, methods=[method], provide_automatic_options=False
            )


def answering(office: Office, operation: str, work: Work) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        call_id = "req_" + letters(14)
        try:
            status, body, replayed = serve(office, operation, work, ids, call_id)
        except ApiError as error:
            status, body, replayed = error.status, json.dumps(error.body, indent=2), False
        except faults.Dropped:
            request.environ[DROP] = True
            status, body, replayed = 500, "", False
        return answer(office, status, body, call_id, replayed)

    return view


def serve(
    office: Office, operation: str, work: Work, ids: dict[str, str], call_id: str
) -> tuple[int, str, bool]:
    credentials.check_key(request.headers)
    credentials.check_version(request.headers)
    raw = request.get_data()
    params = parameters.check(operation, forms.decode(sent(request, raw)))
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    mark = fingerprint(request.method, request.path, raw)
    with office.idempotency.working(key):
        fault = faults.strike(office.settings, request.method, request.path)
        earlier = office.idempotency.earlier(key, mark)
        if earlier:
            return *earlier, True
        with office.desk({"id": call_id, "idempotency_key": key}) as desk:
            done = perform(desk, work, params, ids)
            office.idempotency.keep(key, mark, done)
        faults.strike_after(fault)
        return *done, False


def sent(request: Request, raw: bytes) -> str:
    query = request.query_string.decode("utf-8", "replace")
    return "&".join(part for part in (raw.decode("utf-8", "replace"), query) if part)


def perform(desk: Desk, work: Work, params: dict[str, Any], ids: dict[str, str]) -> Answer:
    """Do the work; a declined card is an answer too: what it left behind stays, and the key remembers it."""
    expands = params.pop("expand", None) or []
    try:
        return 200, json.dumps(render(desk, work(desk, params, **ids), expands), indent=2)
    except ApiError as error:
        if error.status != 402:
            raise
        return 402, json.dumps(error.body, indent=2)


def answer(office: Office, status: int, body: str, call_id: str, replayed: bool) -> Response:
    response = Response(body + "\n", status, mimetype="application/json")
    response.headers["Request-Id"] = call_id
    response.headers["Stripe-Version"] = API_VERSION
    key = request.headers.get("Idempotency-Key")
    if key:
        response.headers["Idempotency-Key"] = key
        if replayed:
            response.headers["Idempotent-Replayed"] = "true"
    response.call_on_close(office.wake)
    return response


def broken(office: Office) -> Response:
    """A fault of the sandbox's own, told in the API's envelope."""
    words = "The sandbox itself failed; its output has the trace."
    return answer(
        office, 500, json.dumps(ApiError(words, 500, "api_error").body), "req_" + letters(14), False
    )


def unknown_url(office: Office) -> Response:
    """A URL that is no part of the API."""
    words = f"Unrecognized request URL ({request.method}: {request.path})."
    return answer(office, 404, json.dumps(ApiError(words, 404).body), "req_" + letters(14), False)
