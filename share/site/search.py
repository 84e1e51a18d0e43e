"""The search within the team's site: its lines are in its page, whose script finds them.

The lines are those of the app's Search before somebody asks for names: who signed is withheld.
Only the team's site has it: the files of the public one know neither this page nor its scripts.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from metrics.search.find import KINDS, Line
from metrics.search.newest import Newest
from render import cells
from share.html import FOLDER
from share.site import blocks, pages
from share.site.ink import INK
from wording import numbers
from wording import search as wording
from wording import site as site_wording
from wording.markup import Markup
from wording.page import Note, Table

HERE = Path(__file__).parent
MINISEARCH = FOLDER / "vendor" / "minisearch-7.2.0.js"
WEB = ("http://", "https://")


def assets() -> dict[str, bytes]:
    """The scripts of the page."""
    script = (HERE / "search.js").read_bytes()
    return {"minisearch.js": MINISEARCH.read_bytes(), "search.js": script}


def form(found: Newest, places: Sequence[str]) -> Markup:
    """The fields, an empty table for the answers, and the lines. places  as the app offers them"""
    notes = [Note("plain", wording.NAMELESS)]
    if left := found.count - len(found.lines):
        notes.insert(0, Note("partial", site_wording.older_lines(len(found.lines), left)))
    kinds = {each.kind for each in found.lines}
    series = {each.series for each in found.lines}
    table = cells.table(Table("found", "", wording.HEADS, ()), INK)
    return Markup(
        pages.template("search.html.j2").render(
            words=wording,
            series=[each for each in places if each in series],
            kinds={kind: wording.KINDS[kind] for kind in KINDS if kind in kinds},
            no_script=site_wording.SEARCH_NO_SCRIPT,
            notes=blocks.blocks(notes, blocks.Drawing()),
            table=blocks.scrolling(table, site_wording.TABLE),
            lines=blocks.embedded(data(found.lines)),
        )
    )


def data(lines: Sequence[Line]) -> dict[str, object]:
    """The lines as the page's script reads them: what many have in common is there once.

    A source is the place and the address without the line's number, and whether the address ends
    with it.
    """
    kinds, series, days = dict[str, int](), dict[str | None, int](), dict[date | None, int]()
    above, sources = dict[str, int](), dict[tuple[str, str, bool], int]()
    rows = [
        (
            kinds.setdefault(line.kind, len(kinds)),
            series.setdefault(line.series, len(series)),
            days.setdefault(line.day, len(days)),
            above.setdefault(line.under, len(above)),
            sources.setdefault(_source(line), len(sources)),
            line.source_line,
            line.text,
        )
        for line in lines
    ]
    return {
        "kinds": list(kinds),
        "series": list(series),
        "days": [(day.isoformat(), numbers.day(day)) if day else ("", "") for day in days],
        "above": list(above),
        "sources": list(sources),
        "lines": rows,
        "copies": wording.COPIES,
        "said": wording.IN_PAGE,
    }


def _source(line: Line) -> tuple[str, str, bool]:
    number, link = str(line.source_line), line.link or ""
    link = link if link.startswith(WEB) else ""
    bare = link.removesuffix(number)
    return line.place.removesuffix(number), bare, bare != link
