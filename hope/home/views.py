"""The front page and the pages that stay."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hope.campaigns import reading
from hope.kernel.db import db
from hope.spotlight.models import Organization

bp = Blueprint("home", __name__)
partners_bp = Blueprint("spotlight", __name__, url_prefix="/organizations")


@bp.get("/")
def index() -> str:
    """What Hope is, and what can be done now."""
    return render_template(
        "home/index.html", campaigns=reading.live_cards(db.session()), organizations=_organizations()
    )


@partners_bp.get("/")
def organizations() -> str:
    """Every partner."""
    return render_template("spotlight/organizations.html", organizations=_organizations())


@partners_bp.get("/<slug>")
def organization(slug: str) -> str:
    """One partner: what is known, from where, and what is raised for it."""
    found = select(Organization).where(Organization.slug == slug).options(selectinload(Organization.facts))
    partner = db.session.scalar(found) or abort(404)
    campaigns = reading.cards(db.session(), organization_id=partner.id)
    return render_template("spotlight/organization.html", organization=partner, campaigns=campaigns)


@bp.get("/about")
def about() -> str:
    """Who runs this site and how."""
    return render_template("home/about.html")


@bp.get("/privacy")
def privacy() -> str:
    """What is kept of a person, and why."""
    return render_template("home/privacy.html")


@bp.get("/accessibility")
def accessibility() -> str:
    """How everyone can use the site, and whom to tell when they cannot."""
    return render_template("home/accessibility.html")


@bp.get("/get-help")
def get_help() -> str:
    """Help for whoever is in danger, and how to visit safely."""
    return render_template("home/get_help.html")


@bp.get("/robots.txt")
def robots() -> Response:
    """What search engines may list."""
    private = ["/account", "/admin", "/basket", "/dev", "/give"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    lines.append(f"Sitemap: {current_app.config['SITE_URL']}{url_for('home.sitemap')}")
    return _typed("\n".join(lines) + "\n", "text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page, for search engines."""
    pages = [url_for(f"home.{name}") for name in ("index", "about", "privacy", "accessibility", "get_help")]
    pages += [url_for("campaigns.index"), url_for("spotlight.organizations")]
    pages += [url_for("campaigns.show", slug=card.slug) for card in reading.cards(db.session())]
    pages += [url_for("spotlight.organization", slug=partner.slug) for partner in _organizations()]
    site = current_app.config["SITE_URL"]
    return _typed(
        render_template("home/sitemap.xml", urls=[site + page for page in pages]), "application/xml"
    )


def _organizations() -> list[Organization]:
    return list(db.session.scalars(select(Organization).order_by(Organization.name)))


def _typed(body: str, mimetype: str) -> Response:
    response = make_response(body)
    response.mimetype = mimetype
    return response
