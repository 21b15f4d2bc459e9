"""What stands in the terminal while Hope runs."""

import sys
import time
import urllib.error
import urllib.request

from honcho.manager import SYSTEM_PRINTER_NAME
from honcho.printer import Message, Printer

import config
from scripts import doors

PATIENCE = 90


class QuietPrinter(Printer):
    """Passes on what the processes say, not what their keeper does to them."""

    def write(self, message: Message) -> None:
        """Print a line unless it is about starting and stopping."""
        if message.name != SYSTEM_PRINTER_NAME:
            super().write(message)


def complain(problem: Exception) -> int:
    """Say each problem in a line of its own."""
    for line in str(problem).splitlines():
        print(f"Hope cannot start: {line}", file=sys.stderr)
    return 1


def banner_when_ready(settings: config.Settings, sandbox: bool) -> None:
    """Wait until the site answers, then say where to look."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_ready(settings):
            print(banner(settings, sandbox), flush=True)
            return
        time.sleep(0.1)
    print("The site does not answer yet; the lines above may say why.", flush=True)


def is_ready(settings: config.Settings) -> bool:
    """True when the site says that it is."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{host}:{settings.port}/readyz", timeout=2) as answer:
            ready: bool = answer.status == 200
    except (OSError, urllib.error.URLError):
        return False
    return ready


def banner(settings: config.Settings, sandbox: bool) -> str:
    """The few addresses that a newcomer needs."""
    rows = [("the site", settings.site_url + "/")]
    if not settings.guarded:
        rows.append(("its mail", settings.site_url + "/dev/mail/"))
    if sandbox:
        rows.append(("Stripe, played here", f"http://127.0.0.1:{settings.sandbox_port}/"))
        rows.append(("a card that pays", "4242 4242 4242 4242, any later date, any CVC"))
        rows.append(("a card that does not", "4000 0000 0000 0002"))
    rows.extend(doors.rows(settings))
    rows.append(("to stop", "Ctrl-C; what was given stays in " + settings.instance_path))
    width = max(len(name) for name, _ in rows)
    lines = [f"   {name.ljust(width)}   {value}" for name, value in rows]
    return "\n".join(["", f"   {settings.site_name} is running.", "", *lines, ""])
