"""Typed readers of the feature's options (config_declaration.yaml)."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk


@dataclass(frozen=True)
class Basemap:
    """What lies under the points of a map.

    Attributes:
        tiles: address with {z}, {x} and {y}; "" for none.
        attribution: who made it, shown on the map.
    """

    tiles: str
    attribution: str


def examine() -> bool:
    """Say whether new files are examined as tables."""
    return bool(tk.config["ckanext.kanazawa.schemas.examine"])


def hold_editions() -> bool:
    """Say whether visitors wait for a new edition until it was examined (and confirmed)."""
    return bool(tk.config["ckanext.kanazawa.schemas.hold_editions"])


def holds_back() -> bool:
    """Say whether a new file waits: held back, and by something that ends the waiting."""
    return examine() and hold_editions()


def listed_per_code() -> int:
    """Return how many findings of one code are kept of an edition; all are counted."""
    return max(1, int(tk.config["ckanext.kanazawa.schemas.listed_per_code"]))


def job_memory_mb() -> int:
    """Return how much memory the process of one job may take, in MB; 0 for no limit."""
    return max(0, int(tk.config["ckanext.kanazawa.schemas.job_memory"]))


def digest() -> bool:
    """Say whether editors are written to about new tables with errors."""
    return bool(tk.config["ckanext.kanazawa.schemas.digest"])


def fetch_links() -> bool:
    """Say whether tables on other servers are fetched and examined."""
    return bool(tk.config["ckanext.kanazawa.schemas.fetch_links"])


def link_hosts() -> frozenset[str]:
    """Return the hosts (`host` or `host:port`) links may lead to inside the portal's network."""
    hosts = tk.aslist(tk.config["ckanext.kanazawa.schemas.link_hosts"])
    return frozenset(host.lower() for host in hosts)


def link_bytes() -> int:
    """Return how large a linked file may be."""
    return int(tk.config["ckanext.kanazawa.schemas.link_size"]) * 1024**2


def link_seconds() -> float:
    """Return how long a linked file may take to arrive."""
    return float(tk.config["ckanext.kanazawa.schemas.link_timeout"])


def basemap() -> Basemap:
    """Return the base map of maps: the address and, behind a space, its attribution."""
    tiles, _, attribution = (
        str(tk.config["ckanext.kanazawa.schemas.basemap"]).strip().partition(" ")
    )
    return Basemap(tiles, attribution.strip())


def desk_max_bytes() -> int:
    """Return how large a file may be that visitors have checked."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_max_size"]) << 20


def desk_memory_mb() -> int:
    """Return how much memory the process of a check may fill, in MB."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_memory"])


def desk_timeout_s() -> int:
    """Return after how many seconds a check is stopped."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_timeout"])


def desk_at_once() -> int:
    """Return how many checks run at once on a machine."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_at_once"])


def desk_per_client() -> int:
    """Return how many checks one address may have within ten minutes."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_per_client"])


def desk_keep_minutes() -> int:
    """Return after how many minutes what a visitor sent is removed."""
    return max(1, int(tk.config["ckanext.kanazawa.schemas.desk_keep"]))


def desk_kept() -> int:
    """Return how many checks may lie in the folder at once."""
    return int(tk.config["ckanext.kanazawa.schemas.desk_kept"])


def desk_folder() -> str:
    """Return the folder for the files of visitors; "" for the system's temporary one."""
    return str(tk.config["ckanext.kanazawa.schemas.desk_folder"] or "")


def desk_trusted_proxies() -> list[str]:
    """Return the networks of proxies whose X-Forwarded-For is believed."""
    return list(tk.aslist(tk.config["ckanext.kanazawa.schemas.desk_trusted_proxies"]))
