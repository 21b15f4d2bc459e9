"""The search over stories, partners, campaigns and gifts."""

from flask import Blueprint, render_template, request, url_for

from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.search import finding
from hope.kernel.search.finding import Found
from hope.kernel.text import one_line
from hope.kernel.web.limits import limiter

bp = Blueprint("search", __name__)
PAGES = {
    "story": "stories.show",
    "organization": "spotlight.organization",
    "campaign": "campaigns.show",
    "gift": "gifts.show",
}


@bp.get("/search")
@limiter.limit("60/minute")
def index() -> str:
    """What fits the words that were typed, the best first."""
    typed = one_line(request.args.get("q"))[:200]
    found = finding.find(db.session(), typed, now())
    return render_template(
        "search/index.html", q=typed, found=found, hrefs=[_href(one) for one in found], most=finding.MOST
    )


def _href(one: Found) -> str:
    return url_for(PAGES[one.kind], slug=one.slug)
