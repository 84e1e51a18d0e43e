"""A page of the site around its blocks, and the files that all pages share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from metrics.data_quality.arrivals import USUAL, Unit
from render import cells
from share.html import FOLDER, PLOTLY
from share.site import ink, links
from wording import numbers
from wording import site as wording
from wording.markup import Markup, html
from wording.page import Address, Note, Page

HERE = Path(__file__).parent
LOOK = FOLDER.parent / "render" / "look.css"
# What a browser may do with a page: draw it, and run the files next to it, from a folder, too.
POLICY = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; "
    "img-src 'self' data: file:; base-uri 'none'; form-action 'none'"
)

# Scripts of the pages that have this sign; site.js is everywhere.
SCRIPTS = {
    "plotly.js": 'class="chart"', "minisearch.js": 'id="search"', "search.js": 'id="search"',
}  # fmt: skip
# Days after which a build that nobody renews is silent, as in the app.
SILENT_AFTER = Unit("build", "", date.min, USUAL["build"], Decimal(1)).silent_after


@dataclass(frozen=True)
class Frame:
    """What stands around every page.

    places  (file, title, room) of each page, in order     strip  the line below them
    foot    the line at the foot     built_at  of the build, naive UTC; the page's script knows by
            it that nobody renews the site
    paths   file by the address of a page in the app     rows  the file of a figure's rows
    mark    for whom the site is, in words     audience  the same for `share may-keep`
    """

    team: str
    places: tuple[tuple[str, str, str], ...]
    strip: Markup
    foot: str
    built_at: datetime
    paths: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[Address], str] = lambda _: ""
    mark: str = ""
    audience: Literal["team", "public"] = "team"


def page(frame: Frame, found: Page, drawn: Markup, *, here: str) -> bytes:
    """The whole page. here  its file in the folder"""
    up = "../" if "/" in here else ""
    answer = found.answer
    said = Markup(" ").join(filter(None, (answer.claim, answer.advice)))
    head = html(
        '<p class="qd-kicker">{}</p><h1>{}</h1>{}{}',
        found.question,
        cells.unbroken(cells.linked(said, answer.figures)),
        cells.small(cells.linked(answer.basis, answer.figures)) if answer.basis else "",
        cells.note(Note("partial", answer.warning)) if answer.warning else "",
    )
    body = links.followed(html("{}\n{}", head, drawn), frame.paths, frame.rows, up=up)
    written: str = template().render(
        frame=frame,
        title=f"{found.title} · {frame.team}",
        rooms=_rooms(frame),
        strip=links.followed(frame.strip, frame.paths, frame.rows, up=up),
        body=Markup(ink.in_html(body)),
        scripts=[name for name, sign in SCRIPTS.items() if sign in body],
        here=here,
        up=up,
        policy=POLICY,
        silent_after=SILENT_AFTER,
        silent=wording.SILENT.format(numbers.long_day(frame.built_at.date())),
        words=wording,
    )
    return written.encode()


def _rooms(frame: Frame) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(room, list(inside)) for room, inside in groupby(frame.places, key=lambda p: p[2])]


def locked(sealed: str) -> bytes:
    """The page that asks for the passphrase. sealed  JSON of the encrypted pages, in base64"""
    # The pages are written into this document, so its policy is theirs, too.
    said: str = template("locked.html.j2").render(policy=POLICY, sealed=sealed, words=wording)
    return said.encode()


@cache
def template(name: str = "site.html.j2") -> Template:
    """A template of share/templates, which escapes each value that is no Markup."""
    home = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return home.get_template(name)


def assets() -> dict[str, bytes]:
    """The style sheet, the script and plotly.js, once for all pages."""
    style = [LOOK.read_text(encoding="utf-8"), ink.variables()]
    style.append((HERE / "site.css").read_text(encoding="utf-8"))
    script = (HERE / "site.js").read_text(encoding="utf-8")
    script = script.replace("INK_OF_THE_BUILD", ink.script())
    return {
        "site.css": "".join(style).encode(),
        "site.js": script.encode(),
        "plotly.js": PLOTLY.read_bytes(),
    }
