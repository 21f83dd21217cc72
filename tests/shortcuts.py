"""What CKAN does anew for each test although the answer cannot have changed, done once.

CKAN's fixtures load all plugins twice a test, and make an application. Nearly all of that
time goes into parsing the same YAML files and validating what they declare, reading the same
entry points, compiling the same routes and templates, and collecting source code of stack
frames that nobody looks at. The tests still load real plugins and make real applications.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FrameType
from typing import Any, ClassVar

import ckan.config.middleware as middleware
import ckan.lib.navl.dictization_functions as navl
import ckan.plugins.core as plugins
import yaml
from ckan.common import config
from ckan.config.declaration import Declaration, load
from ckan.config.middleware.flask_app import make_flask_stack
from ckan.tests.helpers import CKANTestApp, _get_test_app
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


def _frames(context: int = 0) -> list[inspect.FrameInfo]:
    """Return the stack as `inspect.stack` does, without the source around each frame.

    CKAN's `add_template_directory` and the like only want to know which file called them.
    """
    found: list[inspect.FrameInfo] = []
    frame: FrameType | None = sys._getframe(1)
    while frame:
        code = frame.f_code
        found.append(
            inspect.FrameInfo(frame, code.co_filename, frame.f_lineno, code.co_name, None, None)
        )
        frame = frame.f_back
    return found


class _Compiled(BytecodeCache):
    """Templates compiled under one search path, on which `ckan_extends` depends."""

    _of_paths: ClassVar[dict[tuple[str, ...], _Compiled]] = {}

    def __init__(self):
        self._known: dict[str, tuple[str, CodeType]] = {}

    @classmethod
    def under(cls, searchpath: Iterable[str]) -> _Compiled:
        """Return those of a search path."""
        return cls._of_paths.setdefault(tuple(searchpath), cls())

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take over what was compiled, unless the template has changed since."""
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember it."""
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code


def _builders_once() -> Callable[[Rule, bool], Callable[..., tuple[str, str]]]:
    """Return what compiles how a route's addresses are built, once for each that looks alike.

    The functions made ask the route they are bound to for everything else.
    """
    compile_builder = Rule._compile_builder
    known: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return compile_once


def _parsed_once() -> Callable[[Any, type], Any]:
    """Return what parses YAML, the same text only once."""
    parse = yaml.load
    known: dict[tuple[str | bytes, type], Any] = {}

    def parse_once(stream: Any, Loader: type) -> Any:  # its name is YAML's
        text = stream if isinstance(stream, str | bytes) else stream.read()
        key = text, Loader
        if key not in known:
            known[key] = parse(text, Loader)
        return _copied(known[key])

    return parse_once


def _copied(value: Any) -> Any:
    """Return a value whose lists and dictionaries may be changed."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return type(value)(map(_copied, value)) if isinstance(value, list | tuple) else value


def _declared_once() -> Callable[[Declaration, load.DeclarationDict], None]:
    """Return what loads declarations of settings, validating each file's only once."""
    load_dict, validate = load.load_dict, navl.validate
    known: dict[str, tuple[Any, Any]] = {}

    def validate_once(data: dict[str, Any], schema: dict[str, Any]) -> tuple[Any, Any]:
        key = repr(data)
        if key not in known:
            known[key] = validate(data, schema)
        return _copied(known[key])

    def load_once(declaration: Declaration, definition: load.DeclarationDict) -> None:
        navl.validate = validate_once
        try:
            load_dict(declaration, definition)
        finally:
            navl.validate = validate

    return load_once


def take() -> None:
    """Put the shortcuts into place, for this process."""
    inspect.stack = _frames
    # The same loader, written in C.
    yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc]
    yaml.load = _parsed_once()
    # Nothing is installed while tests run.
    plugins.entry_points = functools.cache(plugins.entry_points)
    Rule._compile_builder = _builders_once()  # type: ignore[method-assign]
    load.load_dict = load.handler.register("dict")(_declared_once())


def make_app() -> CKANTestApp:
    """Return an application as CKAN's fixture does, on the plugins that are loaded already.

    CKAN's own unloads and loads them once more, which takes longer than most tests.
    """
    if not config["ckan.plugins"] or config["ckan.plugins"] != plugins._PLUGINS:
        return _compiling_once(_get_test_app())
    config["testing"] = True
    application = make_flask_stack()
    middleware._internal_test_request_context = application._wsgi_app.test_request_context()
    return _compiling_once(CKANTestApp(application))


def _compiling_once(app: CKANTestApp) -> CKANTestApp:
    templates = app.flask_app.jinja_env
    templates.bytecode_cache = _Compiled.under(templates.loader.searchpath)
    return app
