"""`python -m stripe_sandbox`: start the sandbox."""

import argparse
import os
import signal
import sys
import threading
from typing import Any

from stripe_sandbox.app import create_app
from stripe_sandbox.core.settings import Settings
from stripe_sandbox.objects import endpoints
from stripe_sandbox.server import Server

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def main() -> int:
    """Serve until told to stop."""
    options = parse()
    if options.host not in LOOPBACK:
        return complain(f"the sandbox listens on loopback only, not on {options.host}")
    url = options.public_url or f"http://{options.host}:{options.port}"
    app = create_app(options.data, url.rstrip("/"), Settings(retry_base=options.retry_base), background=False)
    office = app.extensions["office"]
    if options.webhook_url:
        with office.desk() as desk:
            endpoints.register(desk, options.webhook_url, options.webhook_secret)
    try:
        server = Server(options.host, options.port, app)
    except OSError as error:
        return complain(f"cannot listen on {options.host}:{options.port}: {error.strerror}")
    serve(server, [app.extensions["courier"], app.extensions["ticker"]])
    return 0


def serve(server: Server, threads: list[Any]) -> None:
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: threading.Thread(target=server.shutdown, daemon=True).start())
    for thread in threads:
        thread.start()
    sys.stdout.write(f"Stripe sandbox on http://{server.server_name}:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)
    for thread in threads:
        thread.stop()
    server.server_close()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m stripe_sandbox", description="A stand-in for Stripe.")
    parser.add_argument("--port", type=int, default=default_port())
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument(
        "--data", metavar="FILE", help="keep everything in this SQLite file (default: memory)"
    )
    parser.add_argument("--webhook-url", metavar="URL", help="send every event there")
    parser.add_argument("--webhook-secret", metavar="whsec_…", help="signing secret of that endpoint")
    parser.add_argument("--public-url", metavar="URL", help="how browsers reach the sandbox")
    parser.add_argument(
        "--retry-base", type=float, default=2.0, metavar="SECONDS", help="first pause before a retry"
    )
    options = parser.parse_args()
    if options.webhook_url and not options.webhook_secret:
        parser.error("--webhook-url needs --webhook-secret")
    return options


def default_port() -> int:
    value = os.environ.get("SANDBOX_PORT", "8421")
    return int(value) if value.isdigit() else 8421


def complain(words: str) -> int:
    sys.stderr.write(f"stripe_sandbox: {words}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
