"""Every staff address for every kind of visitor: open to exactly those whom the table of rights names."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from hope.accounts.rights import RIGHTS, Role
from tests.support.people import make_supporter, sign_in, token
from tests.support.web import SiteClient

LEADS_TO_SIGN_IN, REFUSED, OPEN = "leads to sign-in", "refused", "open"


def staff_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]


def outcomes(app: Flask, client: SiteClient) -> dict[str, str]:
    """What each staff address says to whoever is signed in on this client."""
    found = {}
    for rule in staff_rules(app):
        path = rule.build(dict.fromkeys(rule.arguments, 999_999_999))[1]  # type: ignore[index]
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            data = {"csrf_token": token()} if method == "POST" else None
            answer = client.open(path, method=method, data=data, lint=False)
            found[f"{method} {rule.rule}"] = verdict(answer.status_code, answer.headers.get("Location", ""))
    return found


def verdict(status: int, location: str) -> str:
    if status == 303 and location.startswith("/account/sign-in"):
        return LEADS_TO_SIGN_IN
    if status == 401:
        return LEADS_TO_SIGN_IN
    if status == 403 or (status == 303 and location.startswith("/account/")):
        return REFUSED
    return OPEN if status < 500 else f"failed with {status}"


def expected(app: Flask, role: Role | None) -> dict[str, str]:
    return {
        f"{method} {rule.rule}": OPEN if role in RIGHTS[app.view_functions[rule.endpoint].right] else REFUSED  # type: ignore[attr-defined]
        for rule in staff_rules(app)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    }


def test_every_staff_view_says_which_right_it_needs(app: Flask):
    unmarked = [r.rule for r in staff_rules(app) if not hasattr(app.view_functions[r.endpoint], "right")]
    assert unmarked == []


@pytest.mark.parametrize("role", list(Role))
def test_staff_open_what_their_role_allows_and_nothing_else(app, client, session, role):
    sign_in(client, role)
    assert outcomes(app, client) == expected(app, role)


def test_donors_open_nothing(app, client, session):
    sign_in(client, make_supporter(session))
    assert set(outcomes(app, client).values()) == {REFUSED}


def test_visitors_are_led_to_sign_in(app, client, session):
    assert set(outcomes(app, client).values()) == {LEADS_TO_SIGN_IN}


def test_without_a_second_factor_nothing_opens_where_it_is_required(app, client, session):
    app.config["STAFF_SECOND_FACTOR"] = True
    sign_in(client, "owner", second_factor=False)
    assert set(outcomes(app, client).values()) == {REFUSED}


def test_money_staff_and_settings_want_the_person_again(app, client, session):
    sign_in(client, "owner", fresh=False)
    fresh = {
        name: OPEN if not app.view_functions[rule.endpoint].right.needs_fresh else REFUSED  # type: ignore[attr-defined]
        for rule in staff_rules(app)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        for name in [f"{method} {rule.rule}"]
    }
    assert outcomes(app, client) == fresh
