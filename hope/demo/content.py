"""The words and figures of the example content, as they stand in the files of content/."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


def organizations() -> list[dict[str, Any]]:
    """Real organisations, each with facts and their sources."""
    return list(_read("organizations")["organization"])


def campaigns() -> list[dict[str, Any]]:
    """Invented campaigns, each with its named gifts."""
    return list(_read("campaigns")["campaign"])


def givers() -> dict[str, Any]:
    """Invented people: their names, where their mail would go, and what they may write."""
    return _read("givers")


def prayer() -> dict[str, Any]:
    """What is prayed for, and the invented people who pray."""
    return _read("prayer")


def grants() -> list[dict[str, Any]]:
    """Invented payments to partners, and what was told of them."""
    return list(_read("grants")["grant"])


def beside(kind: str) -> list[dict[str, Any]]:
    """What invented people asked for beside their gifts, and what became of them: each entry of this kind."""
    return list(_read("beside")[kind])


def spotlight() -> list[dict[str, Any]]:
    """Stories about the organisations, in our own words."""
    return list(_read("spotlight")["story"])


def told(slug: str) -> str:
    """The text of such a story, in Markdown."""
    return (FOLDER / "spotlight" / f"{slug}.md").read_text(encoding="utf-8")


def scene_alt(scene: str) -> str:
    """What a picture shows, in words."""
    return str(_read("scenes")[scene])


def story(slug: str) -> str:
    """The story of a campaign, in Markdown."""
    return (FOLDER / "stories" / f"{slug}.md").read_text(encoding="utf-8")


def example_note(organization_name: str) -> str:
    """What stands below every example campaign, so that nobody takes it for a real one."""
    return (
        "This campaign, its gifts and its figures are an example. "
        f"{organization_name} has not agreed to it and receives nothing through it."
    )


@cache
def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
