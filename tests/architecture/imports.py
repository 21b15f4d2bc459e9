"""Which way the arrows point: imports go down or stay level, between features and between layers."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture.source import Source

FEATURES = [
    {"kernel"},
    {"accounts"},
    {"giving"},
    {"spotlight", "prayer", "honour"},
    {"campaigns"},
    {"home"},
    {"demo"},
    {"admin"},
    {"", "worker"},  # hope/__init__.py puts everything together
]
# The layer of a module is said by its file's name, or by its folder's; what is named nowhere is domain.
PURE, STORAGE, DOMAIN, WEB = range(4)
LAYERS = {
    PURE: {
        "money",
        "text",
        "clock",
        "pledge",
        "references",
        "facts",
        "events",
        "shapes",
        "signed",
        "rhythms",
        "rights",
        "durations",
        "zones",
        "slugs",
        "unfit",
    },
    STORAGE: {
        "db",
        "among",
        "bulk",
        "models",
        "gateway",
        "lookups",
        "listings",
        "orders",
        "arrangements",
        "audit",
        "jobs",
        "mail",
        "media",
        "versions",
    },
    WEB: {
        "forms",
        "fields",
        "views",
        "standing",
        "praying",
        "webhook",
        "tasks",
        "cli",
        "admin",
        "web",
        "mails",
        "papers",
        "dev_mail",
        "worker",
    },
}
LAYER_NAMES = ["pure", "storage", "domain", "web"]
WEB_LIBRARIES = {"flask", "werkzeug", "wtforms", "flask_wtf", "flask_login", "flask_limiter", "flask_sqlalchemy",
    "flask_migrate", "flask_compress", "flask_babel"}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """Somebody needs somebody."""

    importer: str
    imported: str
    inside_function: bool


def imports_of(source: Source, known: set[str]) -> Iterator[Import]:
    """Every import in a file; `from package import name` means the module `package.name` where there is one."""
    inside = {id(n) for f in source.functions() for n in ast.walk(f) if n is not f}
    for node in ast.walk(source.tree):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source.path} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else str(node.module) for name in names]
        for name in names:
            yield Import(source.module, name, id(node) in inside)


def every_import(sources: list[Source]) -> list[Import]:
    """Every import in these files."""
    known = {source.module for source in sources}
    return [found for source in sources for found in imports_of(source, known)]


def feature(module: str) -> str:
    """The feature that a module of hope belongs to."""
    return ([*module.split("."), ""])[1]


def rank(module: str) -> int:
    """How high a module's feature stands."""
    for height, features in enumerate(FEATURES):
        if feature(module) in features:
            return height
    raise AssertionError(f"{module} belongs to no feature of the order; give it a place in FEATURES")


def layer(module: str) -> int:
    """The layer of a module of hope."""
    parts = module.split(".")[2:]
    if module.split(".")[1:] in ([], ["worker"]) or feature(module) == "admin":
        return WEB  # the staff pages are nothing but pages
    for name in reversed(parts):
        if name.endswith("_form"):
            return WEB
        for height, names in LAYERS.items():
            if name in names:
                return height
    return DOMAIN if parts else PURE


def upward(sources: list[Source]) -> list[str]:
    """Imports that go up, or sideways, between features or layers."""
    found = []
    for arrow in every_import(sources):
        here, there = arrow.importer, arrow.imported
        if not there.startswith("hope"):
            continue
        if rank(there) > rank(here):
            found.append(f"{here} imports {there}, a higher feature")
        elif rank(there) == rank(here) and feature(there) != feature(here) and feature(here) != "":
            found.append(f"{here} imports {there}, a sibling of equal rank")
        elif layer(there) > layer(here):
            names = LAYER_NAMES[layer(here)], LAYER_NAMES[layer(there)]
            found.append(f"{here} ({names[0]}) imports {there} ({names[1]}), a higher layer")
    return found


def hidden(sources: list[Source]) -> list[str]:
    """Imports inside functions, where nobody sees them."""
    return [
        f"{a.importer} imports {a.imported} in a function" for a in every_import(sources) if a.inside_function
    ]


def circles(sources: list[Source]) -> list[str]:
    """Modules that need each other, however many stand between."""
    needs: dict[str, set[str]] = {source.module: set() for source in sources}
    for arrow in every_import(sources):
        if arrow.imported in needs and arrow.imported != arrow.importer:
            needs[arrow.importer].add(arrow.imported)
    while free := [module for module, needed in needs.items() if not needed & needs.keys()]:
        for module in free:
            del needs[module]
    return sorted(needs)


def importers(sources: list[Source], library: str) -> list[str]:
    """The files that import this library."""
    arrows = every_import(sources)
    return sorted({a.importer for a in arrows if a.imported.split(".")[0] == library})


def web_below_the_web(sources: list[Source], allowed: dict[str, str]) -> list[str]:
    """Modules below the web layer that know about requests and forms, and allowances that nobody needs."""
    users = {a.importer for a in every_import(sources) if a.imported.split(".")[0] in WEB_LIBRARIES}
    low = {module for module in users if layer(module) < WEB}
    found = [f"{module} imports a web library below the web layer" for module in sorted(low - allowed.keys())]
    return found + [f"{module} needs no allowance any more" for module in sorted(allowed.keys() - low)]
