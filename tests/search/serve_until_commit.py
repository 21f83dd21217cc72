"""Serve CKAN, and stop for ever where a transaction is about to be committed.

Run by `test_crash.py` as a process of its own, which it then kills. Prints the
port; prints "at commit" when the index is written and the commit would be next.
"""

from __future__ import annotations

import sys
import threading

import ckan.model as model
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app
from werkzeug.serving import make_server


def main(ini: str, marker: str) -> None:
    """Serve the configuration `ini`; stop before committing a change to a title `marker`."""
    config = load_config(ini)
    config["ckan.plugins"] = "kanazawa_search"
    application = make_app(config)

    def stop(session: sa.orm.Session) -> None:
        query = sa.text("SELECT count(*) FROM kanazawa_search.dataset WHERE title_string = :title")
        is_written = session.execute(query, {"title": marker}).scalar()
        if is_written and not session.in_nested_transaction():
            print("at commit", flush=True)
            threading.Event().wait()

    sa.event.listen(model.Session, "before_commit", stop)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
