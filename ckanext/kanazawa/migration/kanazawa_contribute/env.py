"""Run the migrations of kanazawa_contribute (`ckan db upgrade -p kanazawa_contribute`)."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

config = context.config
NAME = Path(__file__).resolve().parent.name
OPTIONS = {"target_metadata": metadata, "version_table": f"{NAME}_alembic_version"}


def run_offline() -> None:
    """Write the SQL instead of running it."""
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, literal_binds=True, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    """Run against the database."""
    section = config.get_section(config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
