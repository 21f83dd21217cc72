"""Changes for people: repair by repair, with examples of before and after."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, cut, cut_both, printable
from ckanext.kanazawa.lib.tables.cli.reports.findings import VALUE_WIDTH
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.tables.repair import Change, Changes


def change_lines(changes: Changes, console: Console, examples: int) -> Iterator[str]:
    """Yield the repairs that were done, the most frequent first."""
    if not changes.total:
        yield INDENT + console.paint("good", console.text("changes.none"))
        return
    yield INDENT + console.text("changes.total", count=changes.total)
    for repair, count in changes.totals.most_common():
        title = message(repair, console.language, {}, "title")
        head = console.paint("strong", title)
        yield f"{INDENT * 2}{head} {console.text('changes.count', repair=repair, count=count)}"
        shown = [change for change in changes.listed if change.repair == repair][:examples]
        for change in shown:
            yield INDENT * 4 + _change(change, console)
        if count > len(shown):
            more = console.text("found.more", count=count - len(shown))
            yield INDENT * 4 + console.paint("faint", more)


def _change(change: Change, console: Console) -> str:
    texts = printable(change.before or ""), printable(change.after or "")
    before, after = (_quoted(text, console) for text in cut_both(*texts, VALUE_WIDTH))
    where = []
    if change.letter is not None:
        key = "found.column" if change.column else "found.column_unnamed"
        column = cut(printable(change.column or ""), VALUE_WIDTH)
        where.append(console.text(key, letter=change.letter, column=column))
    if change.row is not None:
        where.append(console.text("changes.row", row=change.row))
    return f"{console.text('comma').join(where)} {before} → {after}".strip()


def _quoted(value: str, console: Console) -> str:
    return console.text("changes.quoted", value=value) if value else console.text("changes.empty")
