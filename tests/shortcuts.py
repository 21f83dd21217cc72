"""What CKAN does anew for each test although the answer cannot have changed, done once.

CKAN's fixtures load all plugins twice a test. Nearly all of that time goes into parsing
the same YAML files, reading the same entry points, and collecting source code of stack
frames that nobody looks at. The tests still load real plugins and make real applications.
"""

from __future__ import annotations

import functools
import inspect
import sys
from types import FrameType

import ckan.config.middleware as middleware
import ckan.plugins.core as plugins
import yaml
from ckan.common import config
from ckan.config.middleware.flask_app import make_flask_stack
from ckan.tests.helpers import CKANTestApp, _get_test_app


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


def take() -> None:
    """Put the shortcuts into place, for this process."""
    inspect.stack = _frames
    # The same loader, written in C.
    yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc]
    # Nothing is installed while tests run.
    plugins.entry_points = functools.cache(plugins.entry_points)


def make_app() -> CKANTestApp:
    """Return an application as CKAN's fixture does, on the plugins that are loaded already.

    CKAN's own unloads and loads them once more, which takes longer than most tests.
    """
    if not config["ckan.plugins"] or config["ckan.plugins"] != plugins._PLUGINS:
        return _get_test_app()
    config["testing"] = True
    application = make_flask_stack()
    middleware._internal_test_request_context = application._wsgi_app.test_request_context()
    return CKANTestApp(application)
