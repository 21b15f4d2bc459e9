"""Chromium: the one that is installed, or Playwright's own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from tests.support.required import lacking

NO_BROWSER = "No Chromium was found (install the package chromium), so no page was opened in a browser."
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these a fresh browser calls home, and a test's traffic is no longer only the test's.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check"]  # fmt: skip

__all__ = ["Browser", "executable", "launch"]


def executable() -> str | None:
    """The installed Chromium, None where Playwright has to bring its own."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def launch() -> Iterator[Browser]:
    """A running Chromium; the test is skipped in plain words where there is none."""
    with sync_playwright() as playwright:
        installed = executable()
        if installed is None and not Path(playwright.chromium.executable_path).exists():
            lacking(NO_BROWSER)
        try:
            browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        except Error as error:
            lacking(f"{NO_BROWSER} ({str(error).splitlines()[0]})")
        with browser:
            yield browser
