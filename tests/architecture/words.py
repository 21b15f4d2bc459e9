"""What may not be written: promises instead of work, forced styles, templates that nobody needs."""

import re

from tests.architecture.source import Source

# Put together here, so that this file does not break its own rule.
UNFINISHED = re.compile(
    r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b|for " + "now\\b"
)
FORCED = re.compile(r"!\s*important")
ABROAD = re.compile(r"""(?:url\(|@import|\bimport\b[^;]*from|\bfetch\()\s*["']?(?:https?:)?//""")
PREFIXES = re.compile(r"""["']([\w./-]+)["']\s*~""")
USES = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml))["']""")
MACRO = re.compile(r"""{%-?\s*from\s+["'][^"']+["']\s+import\s+([^%]+?)(?:\s+with(?:out)? context)?\s*-?%}""")


def lines_with(sources: list[Source], pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern stands: path, line, text."""
    return [
        f"{source.path}:{number}: {line.strip()[:80]}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), 1)
        if pattern.search(line)
    ]


def unused_templates(templates: list[Source], code: list[Source]) -> list[str]:
    """Templates that no view, mail or other template names."""
    used = {name for source in [*templates, *code] for name in USES.findall(source.text)}
    names = {source.path.removeprefix("templates/") for source in templates}
    composed = {prefix for source in templates for prefix in PREFIXES.findall(source.text)}
    # A mail's three files are found by the name of their folder; components are a stock that pages draw on.
    found_by_name = ("email/", "components/", *composed)
    return sorted(name for name in names - used if not name.startswith(found_by_name))


def unused_macros(templates: list[Source]) -> list[str]:
    """Macros that a template imports and does not use."""
    found = []
    for source in templates:
        for statement in MACRO.finditer(source.text):
            rest = source.text.replace(statement.group(0), "")
            names = [part.split(" as ")[-1].strip() for part in statement.group(1).split(",")]
            found += [f"{source.path} imports {n}" for n in names if not re.search(rf"\b{n}\b", rest)]
    return found
