"""Donors and staff to test with, and browsers in which they are signed in through the real rows."""

import itertools
from typing import Any

from flask import current_app
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hope.accounts import sessions
from hope.accounts.durations import FRESH_LIFE
from hope.accounts.models import SignIn, Supporter, SupporterAddress
from hope.accounts.rights import Role
from hope.accounts.web.guard import KEY
from hope.kernel.clock import now
from hope.kernel.db import db
from tests.support.web import SiteClient

_numbers = itertools.count(1)
RAW = "0f" * 20  # what Flask-WTF keeps in the session; any text will do


def make_supporter(session: Session, **over: Any) -> Supporter:
    """Somebody whose address is proved; `verified_at=None` for one who only typed it."""
    number = next(_numbers)
    email = over.pop("email", f"supporter-{number}@example.org")
    given = {
        "email": email,
        "email_key": email.casefold(),
        "name": f"Supporter {number}",
        "verified_at": now(),
    }
    supporter = Supporter(**given | over)
    session.add(supporter)
    session.flush()
    if supporter.verified_at:
        key = supporter.email_key
        session.add(SupporterAddress(supporter_id=supporter.id, email=email, email_key=key, proved_at=now()))
    session.commit()
    return supporter


def make_staff(session: Session, role: Role | str = Role.OWNER, **over: Any) -> Supporter:
    """A member of staff."""
    role = Role(role)
    number = next(_numbers)
    given = {"email": f"{role}-{number}@example.org", "name": f"{role.capitalize()} {number}"}
    return make_supporter(session, **given | over, staff_role=role)


def sign_in(
    client: SiteClient, who: Supporter | Role | str, *, second_factor: bool = True, fresh: bool = True
) -> Supporter:
    """Sign somebody in on this client; a role ("treasurer") makes a member of staff. Needs the `session` fixture."""
    session = db.session()
    supporter = who if isinstance(who, Supporter) else make_staff(session, who)
    session.flush()
    key = sessions.begin(session, supporter, "Firefox on Linux", second_factor=second_factor)
    if not fresh:
        found = sessions.find(session, key)
        assert found
        found.confirmed_at -= FRESH_LIFE
    session.commit()
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie.update({KEY: key, "csrf_token": RAW})
    return supporter


def sign_out(client: SiteClient) -> None:
    """Forget who was signed in on this client."""
    with client.session_transaction() as cookie:
        cookie.clear()


def send(client: SiteClient, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
    """Send a form as a page of somebody signed in would: with its token. `data` may hold lists and files."""
    return client.post(path, data={"csrf_token": token(), **(data or {})}, **options)


def token() -> str:
    """The token that the forms of whoever was signed in by `sign_in` carry."""
    signer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    return str(signer.dumps(RAW))


def sign_ins(session: Session, supporter: Supporter) -> list[SignIn]:
    """Where a person is signed in."""
    return sessions.of(session, supporter.id)
