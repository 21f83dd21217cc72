"""Answers in the form pysolr gives them, which is what CKAN reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pysolr
from ckan.lib.search.common import solr_datetime_decoder

from ckanext.kanazawa.search.query.params import Params


def results(
    docs: Sequence[dict[str, Any]],
    found: int,
    facets: Mapping[str, Mapping[str, int]],
    params: Params,
    decode_dates: bool,
) -> pysolr.Results:
    """Make the answer of a search.

    Args:
        docs: the documents of this page.
        found: how many there are in all.
        facets: field → value → count.
        params: what was asked for.
        decode_dates: whether dates are `datetime` instead of text, as CKAN's Solr client can.
    """
    shown = [solr_datetime_decoder(doc) for doc in docs] if decode_dates else list(docs)
    return pysolr.Results(
        {
            "response": {"docs": shown, "numFound": found, "start": params.start},
            "facet_counts": {
                "facet_fields": {name: _row(counts, params) for name, counts in facets.items()}
            },
        }
    )


def _row(counts: Mapping[str, int], params: Params) -> list[Any]:
    """Write counts as Solr does: value, count, value, count, …

    With a limit the most frequent come first, without one they are in the order of the values.
    """
    kept = [(text, count) for text, count in counts.items() if count >= params.facet_mincount]
    if params.facet_limit < 0:
        kept.sort()
    else:
        kept.sort(key=lambda pair: (-pair[1], pair[0]))
        kept = kept[: params.facet_limit]
    return [item for pair in kept for item in pair]
