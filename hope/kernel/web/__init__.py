"""What every page stands on: guards, headers, error pages, words for money and time, and static files."""

from flask import Flask

from hope.kernel.web import asked, assets, errors, filters, guards, headers, health, limits


def init_app(app: Flask) -> None:
    """Put the web's common behaviour in front of every page."""
    asked.init_app(app)
    guards.init_app(app)
    limits.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    app.register_blueprint(health.bp)
