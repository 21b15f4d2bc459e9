"""The front page and the pages that stay."""

from datetime import timedelta
from email.utils import parseaddr

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response as AnyResponse

from hope.campaigns import reading
from hope.campaigns.gifts import catalogue
from hope.campaigns.sharing import sources
from hope.home import help_lines
from hope.home.web.described import organization_facts
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.prayer import points
from hope.spotlight import reading as told
from hope.spotlight.models import Organization, OrganizationSlug

HALF_A_YEAR = timedelta(days=182)
bp = Blueprint("home", __name__)
bp.add_app_template_filter(help_lines.dialled)
partners_bp = Blueprint("spotlight", __name__, url_prefix="/organizations")


@bp.get("/")
def index() -> str:
    """What Hope is, and what can be done now."""
    return render_template(
        "home/index.html",
        campaigns=reading.live_cards(db.session()),
        stories=told.newest(db.session(), now(), 3),
        organizations=_organizations(),
        came_from=sources.carried(request.args),
    )


@partners_bp.get("/")
def organizations() -> str:
    """Every partner."""
    return render_template("spotlight/organizations.html", organizations=_organizations())


@partners_bp.get("/<slug>")
def organization(slug: str) -> str:
    """One partner: what is known, from where, and what is raised for it."""
    found = select(Organization).where(Organization.slug == slug).options(selectinload(Organization.facts))
    partner = db.session.scalar(found) or abort(_moved_or_404(slug))
    campaigns = reading.cards(db.session(), organization_id=partner.id)
    praying = points.about(db.session(), organization_id=partner.id)
    return render_template(
        "spotlight/organization.html",
        organization=partner,
        campaigns=campaigns,
        prayer_points=praying,
        stories=told.of_partner(db.session(), partner.id, now(), 3),
        facts=organization_facts(partner),
    )


@bp.get("/about")
def about() -> str:
    """Who runs this site and how."""
    return render_template("home/about.html")


@bp.get("/privacy")
def privacy() -> str:
    """What is kept of a person, and why."""
    return render_template("home/privacy.html", receipt_years=current_app.config["RECEIPT_YEARS"])


@bp.get("/accessibility")
def accessibility() -> str:
    """How everyone can use the site, and whom to tell when they cannot."""
    return render_template("home/accessibility.html")


@bp.get("/get-help")
def get_help() -> str:
    """Help for whoever is in danger, and how to visit safely."""
    return render_template("home/get_help.html", countries=help_lines.by_country(db.session()))


@bp.get("/robots.txt")
def robots() -> Response:
    """What search engines may list."""
    private = ["/account", "/admin", "/basket", "/dev", "/give", *points.PRIVATE]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    lines.append(f"Sitemap: {current_app.config['SITE_URL']}{url_for('home.sitemap')}")
    return _typed("\n".join(lines) + "\n", "text/plain")


@bp.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a weakness (RFC 9116); the same bytes for a month, and good for the five that follow."""
    site, (_, address) = current_app.config["SITE_URL"], parseaddr(current_app.config["MAIL_FROM"])
    expires = (now() + HALF_A_YEAR).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    lines.append(f"Canonical: {site}{url_for('home.security')}")
    return _typed("\n".join(lines) + "\n", "text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page, for search engines."""
    pages = [url_for(f"home.{name}") for name in ("index", "about", "privacy", "accessibility", "get_help")]
    pages += [url_for(f"{name}.index") for name in ("campaigns", "gifts")]
    pages += [url_for("spotlight.organizations"), url_for("receipts.verify")]
    pages.append(url_for("transparency.show"))
    pages += [url_for(f"prayer.{name}") for name in ("index", "now", "month", "answers", "requests")]
    pages += [url_for("pray.point", slug=slug) for slug in points.listed(db.session())]
    pages += [url_for("campaigns.show", slug=card.slug) for card in reading.cards(db.session())]
    pages += [url_for("gifts.show", slug=tier.slug) for tier in catalogue.offered(db.session(), now())]
    pages += [url_for("spotlight.organization", slug=partner.slug) for partner in _organizations()]
    days = {url_for("stories.show", slug=slug): at for slug, at in told.addresses(db.session(), now())}
    pages += [url_for("stories.index"), *days]
    site = current_app.config["SITE_URL"]
    return _typed(
        render_template("home/sitemap.xml", pages=pages, days=days, site_url=site), "application/xml"
    )


def _moved_or_404(slug: str) -> int | AnyResponse:
    """An address that a partner had before leads to today's."""
    current = select(Organization.slug).join(OrganizationSlug).where(OrganizationSlug.slug == slug)
    today = db.session.scalar(current.where(Organization.slug != slug))
    return redirect(url_for("spotlight.organization", slug=today), code=301) if today else 404


def _organizations() -> list[Organization]:
    return list(
        db.session.scalars(
            select(Organization).options(joinedload(Organization.picture)).order_by(Organization.name)
        )
    )


def _typed(body: str, mimetype: str) -> Response:
    response = make_response(body)
    response.mimetype = mimetype
    return response
