"""Spares each test's app what needs no proof again: what another app has compiled, and waiting for the disk."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from hope.kernel.db import db

_compile: Callable[[Rule], None] = Rule.compile
_rules: dict[tuple[Any, ...], Any] = {}
_engines: dict[str, Engine] = {}


def share_compiled_rules() -> None:
    """From now on each address is compiled once in this process."""
    Rule.compile = _compile_once  # type: ignore[method-assign]


def spare(app: Flask) -> None:
    """Let this app read templates and statements that another one has compiled, and not wait for the disk."""
    app.jinja_env.bytecode_cache = _Templates()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _trust_the_power)
        _share_statements(db.engine)


def _trust_the_power(connection: Any, _record: Any) -> None:
    """A test's rows need not survive a power cut: each commit would wait for the disk several milliseconds."""
    connection.execute("PRAGMA synchronous=OFF")


def _compile_once(rule: Any) -> None:
    key = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
    known = _rules.setdefault(key, rule)
    if known is rule:
        _compile(rule)
        return
    rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
    rule.arguments = set(known.arguments)
    rule._build = known._build.__func__.__get__(rule, None)
    rule._build_unknown = known._build_unknown.__func__.__get__(rule, None)


def _share_statements(engine: Engine) -> None:
    """What was compiled is found again only with the dialect that it was compiled for."""
    first = _engines.setdefault(engine.dialect.name, engine)
    if first is engine:
        first._compiled_cache = LRUCache(5000)
        with first.connect():
            pass  # from its first connection the dialect learns with what database it speaks
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


class _Templates(BytecodeCache):
    _compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key + bucket.checksum in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()
