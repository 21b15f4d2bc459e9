"""Every form of the staff pages, filled in by somebody who means harm: an answer in words, and nothing typed lost."""

from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy.orm import Session

from tests.architecture.routes import LIST
from tests.journeys.test_staff import ARGUMENT, EXAMPLES
from tests.support.people import sign_in, token
from tests.support.web import SiteClient, read

NASTY = [
    "<script>alert(1)</script>",
    "\x00\u202e",
    "９" * 30,
    "-1e400",
    "x" * 20_000,
    "'; DROP TABLE gift; --",
]
TYPED = ("text", "email", "search", "number", "url", "date", "time", "tel", None)


def places(session: Session) -> list[str]:
    """Every staff page that can be opened here, with an example in the place of each argument."""
    found = []
    for line in LIST.read_text().splitlines():
        methods, pattern, _ = line.split()
        names = ARGUMENT.findall(pattern)
        rows = {n: session.connection().exec_driver_sql(EXAMPLES[n]).first() for n in names if n in EXAMPLES}
        if pattern.startswith("/admin/") and "GET" in methods.split(",") and all(rows.get(n) for n in names):
            found.append(ARGUMENT.sub(lambda match: str(rows[match[1]][0]), pattern))  # noqa: B023
    return found


def filled(form: Tag, words: str) -> dict[str, Any]:
    """What the form sends when each answer is this; its token is right, as it is for somebody on the page."""
    given: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name], button[name]"):
        name, kind = str(field["name"]), field.get("type")
        if name == "csrf_token":
            given[name] = token()
        elif field.name != "input" or kind in TYPED or kind in ("radio", "hidden"):
            given[name] = words
    return given


def typed(form: Tag) -> list[str]:
    """The names of the boxes to type in."""
    boxes = form.select("input[name], textarea[name]")
    return [str(box["name"]) for box in boxes if box.name == "textarea" or box.get("type") in ("text", None)]


def forms(client: SiteClient, session: Session) -> dict[tuple[str, str], Tag]:
    """Every form of the staff pages, by its method and where it goes."""
    found: dict[tuple[str, str], Tag] = {}
    for path in places(session):
        page = client.get(path, lint=False)
        for form in read(page).select("form") if page.mimetype == "text/html" else []:
            action = str(form.get("action") or path).split("#")[0]
            if "sign-out" not in action:
                found.setdefault((str(form.get("method") or "get").upper(), action), form)
    return found


def test_no_form_falls_over_and_nothing_typed_is_lost(app: Flask, client: SiteClient, session: Session):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the forms are the same on both")
    app.test_cli_runner().invoke(args=["demo", "load"])
    sign_in(client, "owner")
    faults, refused = [], 0
    known = forms(client, session)
    for words in NASTY:
        for (method, action), form in known.items():
            given = filled(form, words)
            answer = client.open(
                action, method=method, lint=False, **{"data" if method == "POST" else "query_string": given}
            )
            if answer.status_code >= 500:
                faults.append(f"{method} {action} answers {answer.status_code} to {words[:20]!r}")
            elif answer.status_code == 422:
                refused += 1
                faults += lost(action, typed(form), answer, words)
    assert faults == []
    assert (len(known) > 60, refused > 60) == (True, True), (len(known), refused)


def lost(action: str, names: list[str], answer: Any, words: str) -> list[str]:
    """Boxes that came back without what was typed into them; what cannot be shown at all may be cleaned away."""
    if not words.isprintable():
        return []
    page = read(answer)
    boxes = [(name, page.select_one(f"[name='{name}']")) for name in names]
    return [
        f"{action}: {name} is lost"
        for name, box in boxes
        if box is not None and words not in (str(box.get("value", "")), box.get_text().strip("\r\n"))
    ]
