"""The rows of a sheet as HTML: subject, thing, owner, day, each on its own edge."""

from collections.abc import Sequence
from urllib.parse import urlencode

from render import addresses
from render.states import marked
from wording.markup import Markup, Text, html
from wording.page import Figure, Link, Row, Section, Sheet, State


def rows(found: Sheet) -> Markup:
    """All sections, one after the other."""
    sections = Markup("").join(_section(each, found.key) for each in found.sections)
    return html('<div class="qd-sheet">{}</div>', sections)


def _section(found: Section, key: str) -> Markup:
    """A subject and its rows; its id is its first word, behind the key of its sheet."""
    place = f"{key}-{found.word.split()[0].lower()}"
    more = html("<small>{} more</small>", found.more) if found.more else ""
    most = len(found.rows) if found.most is None else found.most
    folded: Text = ""
    if rest := found.rows[most:]:
        summary = html("<summary>{} more</summary>", len(rest))
        folded = html("<details>{}{}</details>", summary, _list(rest))
    shown = _list(found.rows[:most])
    return html(
        '<section id="{}"><h2>{}{}</h2><div>{}{}</div></section>',
        place, found.word, more, shown, folded,
    )  # fmt: skip


def _list(found: Sequence[Row]) -> Markup:
    return html('<ul class="qd-rows">{}</ul>', Markup("").join(map(_row, found)))


def _row(row: Row) -> Markup:
    words = Markup("").join(_part(each) for each in row.words)
    state = html("{} ", marked(row.state)) if row.state else ""
    detail = html(" <small>{}</small>", row.detail) if row.detail else ""
    who: Text = marked(row.who) if isinstance(row.who, State) else row.who
    hint = html(' title="{}"', row.hint) if row.hint else ""
    return html(
        '<li><span class="qd-thing">{}<span>{}{}{}</span></span>'
        '<span class="qd-who"{}>{}</span><span class="qd-when">{}</span></li>',
        state, words, detail, _bars(row.bars), hint, who, row.when,
    )  # fmt: skip


def _part(part: str | Link | Figure) -> Text:
    match part:
        case Link():
            return html('<a href="{}">{}</a>', part.address, part.text)
        case Figure():
            address = f"rows?{urlencode(addresses.written(part.opens), doseq=True)}"
            return html('<a class="qd-rows qd-figure" href="{}">{}</a>', address, part.text)
        case _:
            return part


def _bars(values: Sequence[float]) -> Markup:
    """Full months as small bars from zero."""
    top = max(values, default=0.0)
    if len(values) < 3 or top <= 0:
        return Markup("")
    bars = Markup("").join(
        html('<i style="height:{}px"></i>', max(1, round(18 * max(0.0, value) / top)))
        for value in values
    )
    name = f"Bills of the last {len(values)} full months"
    return html(' <span class="qd-bars" role="img" aria-label="{}">{}</span>', name, bars)
