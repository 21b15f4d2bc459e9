"""What a browser is told about every answer: whom to trust, what to keep, what to tell others."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self' {payment_pages}",
    "frame-ancestors": "'none'",
}
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Pages about trafficking are read by people who may be watched: other sites learn nothing of them.
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
# Said by a view to the function that adds the headers, and taken out there.
FRAMED = "x-hope-framed"
PUBLIC = "public, max-age=0, must-revalidate"


def init_app(app: Flask) -> None:
    """Put the headers on every answer."""
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    app.config["CONTENT_SECURITY_POLICY"] = policy.format(
        payment_pages=_payment_pages(app.config["STRIPE_API_BASE"])
    )
    app.after_request(_add_headers)


def _payment_pages(api_base: str) -> str:
    """Where a form may lead: to pay, or to replace a card; a stand-in may have pages on another port than its API."""
    if not api_base:
        return "https://checkout.stripe.com https://billing.stripe.com"
    base = urlsplit(api_base)
    return f"{base.scheme}://{base.hostname}:*"


def _add_headers(response: Response) -> Response:
    headers, said = response.headers, set(response.headers.keys(lower=True))
    always = (("Content-Security-Policy", current_app.config["CONTENT_SECURITY_POLICY"]), *ALWAYS)
    headers.extend([(name, value) for name, value in always if name.lower() not in said])
    if FRAMED in said:
        del headers["X-Frame-Options"], headers[FRAMED]
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = PUBLIC if _is_public(response) else "no-store"
    if headers["Cache-Control"] == PUBLIC and not response.is_streamed:
        # Whoever has the page already is told in a few bytes that it is still the same.
        response.add_etag()
        response.make_conditional(request)
    return response


def _is_public(response: Response) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and "Set-Cookie" not in response.headers
    )


def may_be_framed(response: Response) -> Response:
    """Let other sites show this one page in a frame of theirs; it carries no cookie, and nothing of its visitor."""
    policy = current_app.config["CONTENT_SECURITY_POLICY"]
    response.headers["Content-Security-Policy"] = policy.replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    )
    response.headers[FRAMED] = "yes"
    return response


def keep_private(response: Response) -> Response:
    """Mark an answer that is for one person: no cache keeps it, no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
