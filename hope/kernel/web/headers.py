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
    headers = response.headers
    headers.setdefault("Content-Security-Policy", current_app.config["CONTENT_SECURITY_POLICY"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    # Pages about trafficking are read by people who may be watched: other sites learn nothing of them.
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
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


def keep_private(response: Response) -> Response:
    """Mark an answer that is for one person: no cache keeps it, no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
