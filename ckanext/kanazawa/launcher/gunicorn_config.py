"""How gunicorn serves the portal; the launcher passes addresses in the environment."""

from __future__ import annotations

import logging
import os
import time
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from gunicorn.glogging import Logger

bind = os.environ["KANAZAWA_BIND"]
# CKAN waits for the database much of the time: threads make use of it.
workers = int(os.environ.get("KANAZAWA_WEB_WORKERS") or min(4, max(2, os.cpu_count() or 2)))
threads = 4
worker_class = "gthread"
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# A hundred megabytes over a slow line take their time.
timeout = 300
graceful_timeout = 20
keepalive = 5
accesslog = os.environ["KANAZAWA_ACCESS_LOG"]
errorlog = "-"
loglevel = "info"


class ReadableLogger(Logger):
    """Writes one short line a request: time, status, method, address in its own letters, speed."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> None:
        """Write the line of one request."""
        address = unquote(req.uri, errors="replace")
        # Control characters in an address must not write lines of their own.
        printable = "".join(c if c.isprintable() else "?" for c in address)
        self.access_log.info(
            "%s  %s %-4s %s  %d ms  %s",
            time.strftime("%H:%M:%S"),
            resp.status.split()[0],
            req.method,
            printable,
            request_time.total_seconds() * 1000,
            environ.get("REMOTE_ADDR", "-"),
        )


logger_class = ReadableLogger


def post_worker_init(worker: Any) -> None:
    """Switch gunicorn's logs on again: CKAN's logging configuration turns off all before it."""
    for name in ("gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).disabled = False
