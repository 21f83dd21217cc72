"""Tell whether this container does its work: exit code 0 if so. `healthy.py web|worker`."""

from __future__ import annotations

import configparser
import os
import socket
import sys
import urllib.request
from datetime import datetime, timedelta, timezone
from pathlib import Path

# RQ's workers report at least every seven minutes.
SILENCE = timedelta(minutes=10)


def web_answers() -> bool:
    """Ask the web server for its status, as a visitor would."""
    port = os.environ.get("KANAZAWA_BIND", ":5000").rpartition(":")[2]
    address = f"http://127.0.0.1:{port}/api/3/action/status_show"
    with urllib.request.urlopen(address, timeout=8) as answer:
        return answer.status == 200


def worker_reports() -> bool:
    """Look for a worker of this container that reported lately."""
    from redis import Redis
    from rq import Worker

    connection = Redis.from_url(redis_url(), socket_timeout=8)
    now = datetime.now(timezone.utc)
    return any(
        worker.hostname == socket.gethostname()
        and worker.last_heartbeat is not None
        and now - worker.last_heartbeat.replace(tzinfo=timezone.utc) < SILENCE
        for worker in Worker.all(connection=connection)
    )


def redis_url() -> str:
    """Read the address of Redis from the configuration that this container runs with."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    ini = Path(os.environ.get("CKAN_INI", "/run/kanazawa/ckan.ini"))
    parser.read([ini.with_name("launcher.ini"), ini], encoding="utf-8")
    return parser["app:main"]["ckan.redis.url"].replace("%%", "%")


def main(name: str) -> int:
    """Run one check; return the exit code, and say in one line what failed."""
    from redis.exceptions import RedisError

    checks = {"web": web_answers, "worker": worker_reports}
    try:
        healthy = checks[name]()
    except (OSError, RedisError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
