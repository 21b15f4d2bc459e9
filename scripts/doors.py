"""How to get in: in development a link for each role of the example staff, elsewhere the way to the first owner."""

from datetime import timedelta

import config
from hope import create_app
from hope.accounts import links, supporters
from hope.accounts.web.entering import secret
from hope.demo.staff import PEOPLE
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.letters import absolute

A_DAYS_WORK = timedelta(hours=12)


def rows(settings: config.Settings) -> list[tuple[str, str]]:
    """What the banner says about signing in."""
    sign_in = ("sign in", settings.site_url + "/account/sign-in")
    if settings.guarded:
        return [sign_in, ("a first owner", "flask staff add you@example.org --role owner")]
    return [sign_in, *_links(settings)]


def _links(settings: config.Settings) -> list[tuple[str, str]]:
    """A link that works once for each of the example staff who still works here."""
    app = create_app(settings)
    found = []
    with app.app_context():
        with unit_of_work() as session:
            for role, (email, _) in PEOPLE.items():
                person = supporters.find(session, email)
                if person and person.staff_role is role:
                    made = links.make(session, person.id, email, A_DAYS_WORK)
                    url = absolute("sign_in.show", token=links.token_of(made, secret()))
                    found.append((f"as {role.value}, once", url))
        db.engine.dispose()
    return found
