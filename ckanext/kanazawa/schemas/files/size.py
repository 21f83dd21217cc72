"""Sizes in words that people know."""

from __future__ import annotations


def size_text(size_bytes: int) -> str:
    """Write a size with its unit: 100 MB, 1.5 MB, 20 KB."""
    size = float(size_bytes)
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size:.1f}".removesuffix(".0") + f" {unit}"
        size /= 1024
    return f"{size:.1f}".removesuffix(".0") + " GB"
