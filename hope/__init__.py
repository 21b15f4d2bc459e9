"""Hope: the giving site of a small charity that stands against human trafficking.

The packages stand in one order, and imports only go down: kernel, accounts, giving, spotlight, campaigns, home,
demo. This module is the top: it wires them together and does nothing else.
"""

from dataclasses import asdict
from typing import Any

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from hope.campaigns import views as campaigns
from hope.demo import cli as demo
from hope.giving import cli as books
from hope.giving import mails as _mails  # noqa: F401  registers the words of its mails
from hope.giving import standing, webhook
from hope.giving import tasks as _tasks  # noqa: F401  registers its jobs
from hope.giving import views as giving
from hope.giving.gateway import Gateway, StripeGateway
from hope.home import views as home
from hope.kernel import audit as _audit  # noqa: F401  registers its table
from hope.kernel import clock, db, jobs, web
from hope.kernel.mail import dev_mail, transport
from hope.kernel.mail import tasks as _mail_tasks  # noqa: F401  registers its job
from hope.kernel.web.page_cache import PageCache
from hope.worker import worker

LARGEST_BODY = 1024 * 1024  # Stripe's largest events are a fraction of this


def create_app(settings: Any, *, gateway: Gateway | None = None) -> Flask:
    """Make the site from its settings (`config.Settings`); tests may hand in a gateway of their own."""
    app = Flask(
        __name__,
        template_folder="../templates",
        static_folder="../static",
        instance_path=settings.instance_path,
    )
    _configure(app, settings)
    clock.keep_charity_time(settings.charity_time_zone)
    db.init_app(app)
    web.init_app(app)
    Compress(app)
    app.extensions["mail_transport"] = transport.choose(settings.mail_url)
    app.extensions["gateway"] = gateway or StripeGateway(
        settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base, settings.live
    )
    jobs.init_app(app)
    _register_pages(app, settings)
    _register_commands(app)
    _stand_in_front(app, settings)
    return app


def _configure(app: Flask, settings: Any) -> None:
    app.config.update({name.upper(): value for name, value in asdict(settings).items()})
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # What people typed stays out of error messages and so out of logs.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        TESTING=settings.environment == "testing",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        SESSION_COOKIE_SECURE=settings.guarded,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=web.assets.YEAR,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site"] = {
        "name": settings.site_name,
        "charity_name": settings.charity_name,
        "charity_tax_id": settings.charity_tax_id,
        "charity_address": settings.charity_address,
        "url": settings.site_url,
        "environment": settings.environment,
        "demo": not settings.guarded,
    }


def _stand_in_front(app: Flask, settings: Any) -> None:
    """Keep public pages for a second, and believe as many proxies as there are about where a request came from."""
    if not app.config["TESTING"]:  # tests look at a page and change it many times a second
        app.wsgi_app = PageCache(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _register_pages(app: Flask, settings: Any) -> None:
    pages = [home.bp, home.partners_bp, campaigns.bp, campaigns.give_bp, giving.bp, standing.bp, webhook.bp]
    if not settings.guarded:
        pages.append(dev_mail.bp)
    for page in pages:
        app.register_blueprint(page)


def _register_commands(app: Flask) -> None:
    app.cli.add_command(worker)
    for group in (demo.group, books.books_group, books.events_group, books.stripe_group):
        app.cli.add_command(group)
