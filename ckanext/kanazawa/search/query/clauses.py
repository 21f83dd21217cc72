"""Which parts of a query are needed, optional or unwanted, as Lucene's parser decides it.

That parser knows no precedence of AND over OR: it reads a bracket from left to
right, and each operator changes the clauses beside it. CKAN builds its filters by
joining texts (`+capacity:public ` + what was asked for), which relies on it.

Source: Apache Solr, SolrQueryParserBase.addClause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from luqum import tree as luqum

Occurrence = Literal["must", "should", "hidden"]
Operator = Literal["AND", "OR", ""]


def clauses(node: luqum.BaseOperation, default: str) -> list[tuple[luqum.Item, Occurrence]]:
    """Return the parts of one bracket, in their order, and how each of them counts.

    Args:
        node: the operation; operations in it belong to the same bracket.
        default: "AND" or "OR": what stands between parts without an operator.
    """
    found: list[tuple[luqum.Item, Occurrence]] = []
    for operator, part in _flat(node, ""):
        if found and found[-1][1] != "hidden":
            if operator == "AND":
                found[-1] = (found[-1][0], "must")
            elif operator == "OR" and default == "AND":
                found[-1] = (found[-1][0], "should")
        found.append((part, _occurrence(part, operator, default)))
    return found


def _occurrence(part: luqum.Item, operator: Operator, default: str) -> Occurrence:
    if isinstance(part, (luqum.Not, luqum.Prohibit)):
        return "hidden"
    if default == "AND":
        return "should" if operator == "OR" else "must"
    return "must" if operator == "AND" or isinstance(part, luqum.Plus) else "should"


def _flat(node: luqum.Item, before: Operator) -> Iterator[tuple[Operator, luqum.Item]]:
    """Yield the parts of a bracket, each with the operator before it."""
    if not isinstance(node, luqum.BaseOperation):
        yield before, node
        return
    between: Operator = ""
    if isinstance(node, luqum.AndOperation):
        between = "AND"
    elif isinstance(node, luqum.OrOperation):
        between = "OR"
    for place, child in enumerate(node.children):
        yield from _flat(child, between if place else before)
