"""Every address of the site, as one line each. `python -m tests.architecture.routes` writes the list afresh."""

from pathlib import Path

from flask import Flask

import config
from hope import create_app

LIST = Path(__file__).with_name("routes.txt")
MACHINES = {"HEAD", "OPTIONS"}
SAFE = {"GET", "HEAD", "OPTIONS"}


def addresses(app: Flask) -> list[str]:
    """The addresses of an app: methods, path, and who answers."""
    return sorted(
        f"{','.join(sorted((rule.methods or set()) - MACHINES))} {rule.rule} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )


def unguarded(app: Flask) -> list[str]:
    """Addresses that accept a form which another site, or no browser at all, has sent."""
    found = []
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - SAFE):
            path = rule.build(dict.fromkeys(rule.arguments, 1))[1]  # type: ignore[index]
            if getattr(app.view_functions[rule.endpoint], "from_elsewhere", False):
                continue
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
                client.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
                if client.open(path, method=method, headers=headers).status_code != 403:
                    found.append(f"{method} {rule.rule} accepts {headers or 'a request of unknown origin'}")
    return found


def from_elsewhere(app: Flask) -> set[str]:
    """Who may be called from other sites."""
    return {name for name, view in app.view_functions.items() if getattr(view, "from_elsewhere", False)}


if __name__ == "__main__":
    site = create_app(config.load({"HOPE_ENV": "testing", "DATABASE_URL": "sqlite:///:memory:"}))
    LIST.write_text("\n".join(addresses(site)) + "\n")
