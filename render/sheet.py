"""The rows of a sheet as HTML: subject, thing, owner, day, each on its own edge."""

from collections.abc import Sequence
from urllib.parse import urlencode

from render import addresses
from render.states import marked
from wording.markup import Markup, Text, html
from wording.page import Figure, Link, Row, Section, Sheet, State


def rows(found: Sheet) -> Markup:
    """All sections, one after the other."""
    sections = Markup("").join(_section(each) for each in found.sections)
    return html('<div class="qd-sheet">{}</div>', sections)


def _section(found: Section) -> Markup:
    more = html("<small>{} more</small>", found.more) if found.more else ""
    lines = Markup("").join(_row(row) for row in found.rows)
    return html(
        '<section><h2>{}{}</h2><ul class="qd-rows">{}</ul></section>', found.word, more, lines
    )


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
