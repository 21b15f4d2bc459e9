"""Chromium: the one that is installed, or Playwright's own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

from tests.support.required import lacking

NO_BROWSER = "No Chromium was found (install the package chromium), so no page was opened in a browser."
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these a fresh browser calls home, and a test's traffic is no longer only the test's.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]  # fmt: skip
PATIENCE = 45_000  # milliseconds: a machine may be slow, and what is awaited comes in the end
DEEDS = ("check", "click", "dblclick", "evaluate", "fill", "focus", "input_value", "press", "select_option",
    "set_input_files")  # fmt: skip
_hurried: list[bool] = []

__all__ = ["PATIENCE", "Browser", "executable", "hurried", "launch", "wait_for_whole_pages"]


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


def wait_for_whole_pages() -> None:
    """From now on nobody touches a page before it has arrived with its scripts, however slow the machine."""
    for name in DEEDS:
        setattr(Locator, name, _patient(getattr(Locator, name)))
    if isinstance(Page.keyboard, property):
        find = Page.keyboard.fget
        Page.keyboard = property(lambda page: _arrived(page) and find(page))  # type: ignore[assignment, misc]


def _patient(deed: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(deed)
    def patiently(locator: Locator, *words: Any, **more: Any) -> Any:
        return _arrived(locator.page) and deed(locator, *words, **more)

    return patiently


def _arrived(page: Page) -> bool:
    if not _hurried:
        page.wait_for_load_state()
    return True


@contextmanager
def hurried() -> Iterator[None]:
    """What is done in this block is done to a page that is still on its way."""
    _hurried.append(True)
    try:
        yield
    finally:
        _hurried.pop()
