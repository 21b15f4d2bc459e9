"""Hope: the giving site of a small charity that stands against human trafficking.

The packages stand in one order, and imports only go down: kernel, accounts, giving, then spotlight, prayer and honour
side by side, campaigns, home, demo, admin. This module is the top: it wires them together and does nothing else.
"""

from dataclasses import asdict
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from hope.accounts import own_holdings as _own_holdings  # noqa: F401  says what is held of everybody
from hope.accounts import web as accounts
from hope.accounts.durations import DONOR_LIFE
from hope.admin.gifts import cli as gift_files
from hope.admin.pages import SECTIONS
from hope.campaigns import finding as _campaign_finding  # noqa: F401  says what the search finds of it
from hope.campaigns import pictures as _campaign_pictures  # noqa: F401  says which pictures it shows
from hope.campaigns import standing as standing_campaign
from hope.campaigns import views as campaigns
from hope.campaigns.basket import views as basket
from hope.campaigns.gifts import views as gifts
from hope.campaigns.matching import tasks as _match_tasks  # noqa: F401  registers its job
from hope.campaigns.milestones import tasks as _milestone_tasks  # noqa: F401  registers its job
from hope.campaigns.readers import keeping as _readers  # noqa: F401  registers what is kept of them
from hope.campaigns.readers import mails as _reader_mails  # noqa: F401  registers the words of its mails
from hope.campaigns.readers import tasks as _reader_tasks  # noqa: F401  registers its job
from hope.campaigns.readers import views as readers
from hope.campaigns.shared import closing as _shared_closing  # noqa: F401  hears of gifts
from hope.campaigns.shared import holdings as _shared_holdings  # noqa: F401  says what it keeps of people
from hope.campaigns.shared import mails as _shared_mails  # noqa: F401  registers the words of its mails
from hope.campaigns.shared import tasks as _shared_tasks  # noqa: F401  registers its job
from hope.campaigns.shared.views import PAGES as SHARED
from hope.campaigns.sharing import views as _sharing  # noqa: F401  adds its pages to those of campaigns
from hope.campaigns.wall import keeping as _wall  # noqa: F401  registers what is kept, and its job
from hope.demo import cli as demo
from hope.giving import cli as books
from hope.giving import inbox, kept_names, webhook
from hope.giving import mails as _mails  # noqa: F401  registers the words of its mails
from hope.giving import merging as _merging  # noqa: F401  registers what follows a giver
from hope.giving import tasks as _tasks  # noqa: F401  registers its jobs
from hope.giving import views as giving
from hope.giving.gateway import Gateway, StripeGateway
from hope.giving.history import views as history
from hope.giving.papers import cli as statements
from hope.giving.papers import tasks as _paper_tasks  # noqa: F401  registers its job
from hope.giving.papers import views as papers
from hope.giving.privacy import forgetting as _forgetting  # noqa: F401  says what is held of a giver
from hope.giving.second_thoughts import views as second_thoughts
from hope.giving.standing import by_link, own
from hope.home import praying
from hope.home import views as home
from hope.home.transparency import views as transparency
from hope.home.web import confirming, feeds, search, share, stories
from hope.honour import beginning as _cards_begin  # noqa: F401  hears of gifts
from hope.honour import cli as cards_cli
from hope.honour import holdings as _card_holdings  # noqa: F401  says what is held of who sends and gets cards
from hope.honour import mails as _card_mails  # noqa: F401  registers the words of its mails
from hope.honour import tasks as _card_tasks  # noqa: F401  registers its jobs
from hope.honour.views import PAGES as CARDS
from hope.kernel import audit as _audit  # noqa: F401  registers its table
from hope.kernel import clock, db, jobs, web
from hope.kernel.mail import cli as mail_cli
from hope.kernel.mail import dev_mail, transport
from hope.kernel.mail import tasks as _mail_tasks  # noqa: F401  registers its job
from hope.kernel.media import tasks as _media_tasks  # noqa: F401  registers its job
from hope.kernel.media import views as media
from hope.kernel.search import tasks as search_tasks
from hope.kernel.together import Together
from hope.kernel.web.express import Express
from hope.kernel.web.page_cache import PageCache
from hope.prayer import cli as prayer_cli
from hope.prayer import holdings as _prayer_holdings  # noqa: F401  says what is held of a prayer partner
from hope.prayer import mails as _prayer_mails  # noqa: F401  registers the words of its mails
from hope.prayer import merging as _prayer_merging  # noqa: F401  registers what follows a prayer partner
from hope.prayer import pictures as _prayer_pictures  # noqa: F401  says which pictures it shows
from hope.prayer import tasks as _prayer_tasks  # noqa: F401  registers its jobs
from hope.prayer.views import PRAYER
from hope.spotlight import finding as _spotlight_finding  # noqa: F401  says what the search finds of it
from hope.spotlight import pictures as _spotlight_pictures  # noqa: F401  says which pictures it shows
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
    kept_names.keep_for(settings.receipt_years)
    db.init_app(app)
    web.init_app(app)
    media.init_app(app)
    Compress(app)
    app.extensions["mail_transport"] = transport.choose(settings.mail_url)
    app.extensions["gateway"] = gateway or StripeGateway(
        settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base, settings.live
    )
    app.extensions["inbox"] = Together(inbox.receive)
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
        **_session_cookie(settings.guarded),
        STAFF_SECOND_FACTOR=settings.guarded,
        SEND_FILE_MAX_AGE_DEFAULT=web.assets.YEAR,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["session_token"] = generate_csrf
    app.jinja_env.globals["site"] = {
        "name": settings.site_name,
        "charity_name": settings.charity_name,
        "charity_tax_id": settings.charity_tax_id,
        "charity_address": settings.charity_address,
        "url": settings.site_url,
        "environment": settings.environment,
        "demo": not settings.guarded,
    }


def _session_cookie(guarded: bool) -> dict[str, Any]:
    """The one cookie, set when somebody signs in; its prefix makes browsers insist on HTTPS and on this very host."""
    return {
        "SESSION_COOKIE_NAME": "__Host-hope" if guarded else "hope",
        "SESSION_COOKIE_SECURE": guarded,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": DONOR_LIFE,
        # Only a change of the session sets it again: public pages stay without cookies for those who have one.
        "SESSION_REFRESH_EACH_REQUEST": False,
        # A token lasts as long as its session: nobody loses a long letter to the clock.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _stand_in_front(app: Flask, settings: Any) -> None:
    """Let Stripe in at once, keep pages for a second, and believe as many proxies as there are about who asks."""
    app.wsgi_app = Express(app, {webhook.PATH: webhook.take})  # type: ignore[method-assign]
    if not app.config["TESTING"]:  # tests look at a page and change it many times a second
        app.wsgi_app = PageCache(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _register_pages(app: Flask, settings: Any) -> None:
    pages = [
        home.bp,
        home.partners_bp,
        stories.bp,
        confirming.bp,
        feeds.bp,
        share.bp,
        search.bp,
        campaigns.bp,
        campaigns.give_bp,
        campaigns.own_bp,
        readers.bp,
        gifts.bp,
        standing_campaign.bp,
        basket.bp,
        history.bp,
        second_thoughts.bp,
        transparency.bp,
        giving.bp,
        by_link.bp,
        own.bp,
        webhook.bp,
    ]
    pages += [*PRAYER, praying.bp, *CARDS, *SHARED, *SECTIONS]
    pages += accounts.PAGES
    pages += [papers.bp, papers.own_bp]
    if not settings.guarded:
        pages.append(dev_mail.bp)
    for page in pages:
        app.register_blueprint(page)


def _register_commands(app: Flask) -> None:
    app.cli.add_command(worker)
    for group in (
        accounts.commands,
        demo.group,
        gift_files.export_group,
        gift_files.import_group,
        books.books_group,
        books.events_group,
        books.stripe_group,
        mail_cli.group,
        prayer_cli.group,
        cards_cli.group,
        search_tasks.group,
        statements.group,
    ):
        app.cli.add_command(group)
