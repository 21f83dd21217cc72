"""Query → SQL: the one place where Solr's query language gets its meaning here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
from luqum import tree as luqum

from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.fields import DEFAULT_FIELD
from ckanext.kanazawa.search.query import terms
from ckanext.kanazawa.search.query.clauses import Occurrence, clauses
from ckanext.kanazawa.search.query.conditions import (
    EVERYTHING,
    NOTHING,
    Condition,
    all_of,
    any_of,
    at_least,
    none_of,
)
from ckanext.kanazawa.search.query.minimum import needed
from ckanext.kanazawa.search.query.syntax import (
    FreeWord,
    LocalParams,
    free_words,
    has_operators,
    local_params,
    tree,
)

_RANKED_FIELDS = frozenset((DEFAULT_FIELD, "title", "tags", "name", "res_name"))


@dataclass
class Compiler:
    """Compiles the queries of one search.

    Attributes:
        operator: what stands between terms without an operator.
        default_field: where terms without a field are looked for.
        now: what `NOW` means, the same in all queries of one search.
        ranked: texts that were looked for, to rank by; filled while compiling.
    """

    operator: str = "AND"
    default_field: str = DEFAULT_FIELD
    now: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.now(datetime.timezone.utc)
    )
    ranked: list[str] = field(default_factory=list)

    def standard(self, text: str) -> Condition:
        """Compile a query of the standard language, with local parameters or without.

        Raises:
            InvalidQuery: the query cannot be understood.
        """
        if not text.strip():
            return EVERYTHING
        params = local_params(text)
        if params.parser == "lucene":
            return self._lucene(params)
        if params.parser == "bool":
            return self._bool(params)
        if params.parser in ("dismax", "edismax"):
            return self.free_text(_only(params.params.get("v", [params.rest])))
        message = tk._("The query parser {parser} is not available in this search.")
        raise InvalidQuery(message.format(parser=params.parser[:50]))

    def free_text(self, text: str, minimum: str = "100%", where: Sequence[str] = ()) -> Condition:
        """Compile what a person typed into the search box; unbalanced signs are no error.

        Args:
            text: words, phrases in quotation marks, + and - before them.
            minimum: how many words must be found (`mm`).
            where: fields to look in, the default field if empty.
        """
        where = where or (self.default_field,)
        if text.strip() in ("*", "*:*"):
            return EVERYTHING
        if has_operators(text) and tuple(where) == (self.default_field,):
            try:
                return self._visit(tree(text), self.default_field)
            except InvalidQuery:
                pass  # then AND and OR are words like others
        return self._words(free_words(text), minimum, where)

    def _words(self, words: list[FreeWord], minimum: str, where: Sequence[str]) -> Condition:
        groups: dict[str, list[Condition]] = {"": [], "+": [], "-": []}
        for word in words:
            if word.sign != "-":
                self.ranked.append(word.text)
            found = any_of([terms.phrase(name, word.text, self.now) for name in where])
            if found:
                groups[word.sign].append(found)
        optional = at_least(needed(minimum, len(groups[""])), groups[""])
        unwanted = none_of(groups["-"]) if groups["-"] else NOTHING
        return all_of([optional, *groups["+"], unwanted])

    def _lucene(self, params: LocalParams) -> Condition:
        inner = Compiler(
            operator=_only(params.params.get("q.op", [self.operator])).upper(),
            default_field=_only(params.params.get("df", [self.default_field])),
            now=self.now,
            ranked=self.ranked,
        )
        text = _only(params.params.get("v", [params.rest]))
        return inner._visit(tree(text), inner.default_field) if text.strip() else EVERYTHING

    def _bool(self, params: LocalParams) -> Condition:
        """Compile `{!bool must=… should=… must_not=… filter=…}`."""
        parts = {
            name: [self.standard(text) for text in params.params.get(name, [])]
            for name in ("must", "filter", "should", "must_not")
        }
        must = parts["must"] + parts["filter"]
        return _boolean(must, parts["should"], [none_of(parts["must_not"])])

    def _visit(self, node: luqum.Item, name: str) -> Condition:
        for kind, method in _METHODS.items():
            if isinstance(node, kind):
                return method(self, node, name)
        message = tk._("“{part}” is not available in this search.")
        raise InvalidQuery(message.format(part=str(node)[:100]))

    def _field(self, node: luqum.SearchField, name: str) -> Condition:
        return self._visit(node.expr, terms.unescaped(node.name))

    def _inside(self, node: luqum.Item, name: str) -> Condition:
        """Pass over brackets, boosts and "about": they change the order, not the hits."""
        return self._visit(node.children[0], name)

    def _word(self, node: luqum.Word, name: str) -> Condition:
        self._rank(name, terms.unescaped(node.value))
        return terms.term(name, node.value, self.now)

    def _phrase(self, node: luqum.Phrase, name: str) -> Condition:
        text = terms.unescaped(node.value[1:-1])
        self._rank(name, text)
        return terms.phrase(name, text, self.now)

    def _near(self, node: luqum.Proximity, name: str) -> Condition:
        """Look for the words of a phrase in any order and distance: a superset of Solr's hits."""
        words = terms.unescaped(node.term.value[1:-1]).split()
        return all_of([terms.phrase(name, word, self.now) for word in words])

    def _range(self, node: luqum.Range, name: str) -> Condition:
        low, high = _bound(node.low), _bound(node.high)
        return terms.between(name, low, high, node.include_low, node.include_high, self.now)

    def _from(self, node: luqum.From, name: str) -> Condition:
        return terms.between(name, _bound(node.a), None, node.include, True, self.now)

    def _to(self, node: luqum.To, name: str) -> Condition:
        return terms.between(name, None, _bound(node.a), True, node.include, self.now)

    def _unary(self, node: luqum.Unary, name: str) -> Condition:
        if isinstance(node, luqum.Plus):
            return self._visit(node.a, name)
        return self._without(node, name)

    def _without(self, node: luqum.Item, name: str) -> Condition:
        """Compile what a sign of negation stands before; it does not count for the order."""
        kept = len(self.ranked)
        found = none_of([self._visit(node.children[0], name)])
        del self.ranked[kept:]
        return found

    def _operation(self, node: luqum.BaseOperation, name: str) -> Condition:
        """Combine as Lucene does: each part is needed, optional or unwanted."""
        parts: dict[Occurrence, list[Condition]] = {"must": [], "should": [], "hidden": []}
        for clause, occurrence in clauses(node, self.operator):
            if occurrence == "hidden":
                parts["hidden"].append(self._without(clause, name))
            else:
                parts[occurrence].append(self._visit(clause, name))
        return _boolean(parts["must"], parts["should"], parts["hidden"])

    def _rank(self, name: str, text: str) -> None:
        if name in _RANKED_FIELDS:
            self.ranked.append(text)


def _boolean(must: list[Condition], should: list[Condition], hidden: list[Condition]) -> Condition:
    """Combine parts; `hidden` are negated already. Optional ones only count alone."""
    optional = [] if must else [any_of(should)]
    return all_of([*must, *optional, *hidden])


def _bound(node: luqum.Item) -> str | None:
    """Return one end of a range, None where it is open."""
    text = str(node).strip()
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = text[1:-1]
    return None if text == "*" else terms.unescaped(text)


def _only(values: Sequence[str]) -> str:
    return values[0]


# In this order: a Group is tried before what it is a kind of.
_METHODS: dict[type[luqum.Item], Callable[..., Condition]] = {
    luqum.SearchField: Compiler._field,
    luqum.BaseGroup: Compiler._inside,
    luqum.Boost: Compiler._inside,
    luqum.Fuzzy: Compiler._inside,
    luqum.Proximity: Compiler._near,
    luqum.Phrase: Compiler._phrase,
    luqum.Word: Compiler._word,
    luqum.Range: Compiler._range,
    luqum.From: Compiler._from,
    luqum.To: Compiler._to,
    luqum.BaseOperation: Compiler._operation,
    luqum.Plus: Compiler._unary,
    luqum.Not: Compiler._unary,
    luqum.Prohibit: Compiler._unary,
}
