"""The sponsor pack: one page for print, its tables and charts as files, and its origin.

Nothing is written before every slot was checked: one hit and there is no file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import plotly.graph_objects as go
from duckdb import DuckDBPyConnection

from charts.theme import LIGHT, Ink
from config import House, Preset, names, people
from metrics.data_quality import sources
from metrics.data_quality.standing import standings
from metrics.spreadsheet import csv_bytes
from share import browser, checks, html, own_words, private_terms
from share.content import Content, Part, filled, own_lines
from share.facts import pack_facts
from share.parts import parts
from share.summary import answer, leading
from share.sums import Difference, differences
from wording import numbers, standing
from wording.pack import METHOD
from wording.sources import freshness

# The metric behind each part, by which it stands.
METRICS = {
    "use": "launches.amounts", "spend": "spending.by_category", "services": "spending.services",
    "funds": "funds.confirmed", "own": "runway.outlook", "runway": "runway.outlook",
    "community": "meetings.year",
    "backlog": "issues.monthly_flow", "docs": "docs.versions",
}  # fmt: skip
WITHOUT = "charts drawn by the embedded plotly.js, no PDF and no pictures"
NO_CHROME = f"{WITHOUT}: no Chrome was found"


MONTHLY = ("use", "spend", "services", "community", "backlog")  # parts of calendar months


class Old(Exception):
    """The leading figures rest on data that have grown silent; `said` is the sentence of each."""

    def __init__(self, said: tuple[str, ...]) -> None:
        super().__init__(" ".join(said))
        self.said = said


class Withheld(Exception):
    """The pack would hold something private, or sums that differ; `leaks` says where.

    No file was written.
    """

    def __init__(self, found: Sequence[checks.Leak | Difference]) -> None:
        super().__init__(f"{len(found)} places contain something private or do not add up")
        self.leaks = list(found)


@dataclass(frozen=True)
class Pack:
    """A pack that may be sent: its files by name, and how its charts were drawn.

    first_names  places that may name somebody, for a person to judge
    """

    files: dict[str, bytes]
    drawn: str
    first_names: tuple[str, ...] = ()

    @property
    def page(self) -> bytes:
        """The page itself."""
        return self.files["pack.html"]


def make(
    db: DuckDBPyConnection,
    house: House,
    preset: Preset,
    *,
    build: Path,
    now: datetime,
    old_data: bool = False,
) -> Pack:
    """The files of one pack.

    build     the warehouse file `db` reads, for the manifest      now  naive UTC, ditto
    old_data  make it although leading figures are old; it then says so in its first lines
    Raises Withheld for something private or sums that differ, Old when leading figures are silent.
    """
    content = compose(db, house, preset, build=build, now=now)
    approve(db, house, preset, content, old_data=old_data)
    drawable = {p.key: html.unmarked(p.figure) for p in content.parts if p.figure is not None}
    pictures, page, pdf, how = _printed(content, drawable)
    files = {"pack.html": page} | ({"pack.pdf": pdf} if pdf else {})
    for key, (svg, png) in pictures.items():
        files |= {f"charts/{key}.svg": svg, f"charts/{key}.png": png}
    files |= {
        f"csv/{p.key}.csv": csv_bytes(p.table, as_of=content.as_of, data_to=p.data_to)
        for p in content.parts
        if p.table is not None
    }
    sums = {name: hashlib.sha256(written).hexdigest() for name, written in files.items()}
    reach = {p.key: p.data_to.isoformat() for p in content.parts if p.data_to}
    manifest = {**dict(content.manifest), "data_to": reach, "files": sums}
    files["manifest.json"] = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    return Pack(files, how, first_names(db, house, content))


def files_of(content: Content, *, drawn: bool) -> tuple[str, ...]:
    """The names of the files that `make` would make; drawn: where a Chrome draws and prints."""
    charts = [p.key for p in content.parts if p.figure is not None] if drawn else []
    return (
        "pack.html",
        *(("pack.pdf",) if drawn else ()),
        *(f"charts/{key}.{kind}" for key in charts for kind in ("svg", "png")),
        *(f"csv/{p.key}.csv" for p in content.parts if p.table is not None),
        "manifest.json",
    )


def _printed(
    content: Content, figures: Mapping[str, go.Figure]
) -> tuple[dict[str, tuple[bytes, bytes]], bytes, bytes, str]:
    """Charts as (SVG, PNG), the page, the PDF or nothing, and how they were made."""
    chrome = browser.find()
    if not chrome:
        return {}, html.page(content, {}), b"", NO_CHROME
    try:
        pictures = browser.pictures(figures, chrome) if figures else {}
        page = html.page(content, {key: svg for key, (svg, _) in pictures.items()})
        return pictures, page, browser.pdf(page, chrome), f"charts as pictures, by {chrome}"
    except browser.Failed as trouble:
        return {}, html.page(content, {}), b"", f"{WITHOUT}: {trouble}"


def compose(
    db: DuckDBPyConnection,
    house: House,
    preset: Preset,
    *,
    build: Path,
    now: datetime,
    ink: Ink = LIGHT,
) -> Content:
    """All that a pack will say, unchecked."""
    about = sources.info(db)
    facts = pack_facts(db, preset, about.as_of, ink)
    own = own_words.read(house, preset)
    today = house.config.project.today(now.replace(tzinfo=UTC))
    found = {part.key: part for part in parts(facts)}
    names = {key: part.metric or METRICS[key] for key, part in found.items()}
    looked = standings(db, tuple(names.values()), on=today)
    made = tuple(
        replace(
            part,
            data_to=part.data_to or looked[names[key]].oldest,
            ends_on=facts.last if key in MONTHLY else None,
        )
        for key, part in found.items()
    )
    lead = leading(made)
    old = [standing.leaving(looked[names[key]]) for key in lead]
    reach = {part.key: _comma(part.reach) for part in made}
    period = f"{numbers.month(facts.first)} to {numbers.month(facts.last)}"
    return Content(
        about.project,
        preset.recipient,
        period,
        answer(about.project, period, made, facts),
        about.as_of,
        tuple((value, f"{label}{reach[key]}") for key, (value, label) in lead.items()),
        (*_own(own, ("What was done", "What got worse")), *made,
         *_own(own, ("What we ask", "Answer by"))),
        METHOD,
        _origin(db, preset, period, build=build, today=today, now=now),
        tuple(dict.fromkeys(filter(None, old))),
    )  # fmt: skip


def _comma(text: str) -> str:
    return f", {text}" if text else ""


def approve(
    db: DuckDBPyConnection, house: House, preset: Preset, content: Content, *, old_data: bool
) -> None:
    """Raises Withheld for something private or sums that differ, Old for silent leading figures."""
    if unequal := differences(content):
        raise Withheld(unequal)
    check(db, house, preset, content)
    if content.old and not old_data:
        raise Old(content.old)


def check(db: DuckDBPyConnection, house: House, preset: Preset, content: Content) -> None:
    """Raises Withheld when any slot holds something private.

    Raises ConfigError when people.toml cannot be read: who opted out is not known then.
    """
    listed = people.load(house.config)
    terms = [*private_terms.terms(db, preset.funds, listed), *checks.secrets(house.config)]
    named = [fund for fund in house.config.funds if fund.id in preset.funds]
    public = [
        content.team, preset.recipient, *preset.public,
        *(part for fund in named for part in (fund.name, fund.funder) if part),
    ]  # fmt: skip
    if found := checks.leaks(filled(content), terms, public):
        raise Withheld(found)


def first_names(db: DuckDBPyConnection, house: House, content: Content) -> tuple[str, ...]:
    """Where the team's own words may name somebody by the first name."""
    firsts = private_terms.first_names(db, people.load(house.config))
    found = [
        f"{line.place}: may name somebody, {first!r}. Fix: if it does, reword that place"
        for line in own_lines(content)
        for first in names.words(line.slot.text)
        if first in firsts
    ]
    return tuple(dict.fromkeys(found))


def write(pack: Pack, folder: Path) -> None:
    """All files below a folder, which is made."""
    for name, content in pack.files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _own(own: Mapping[str, str], headings: Iterable[str]) -> tuple[Part, ...]:
    return tuple(
        Part(heading.lower().replace(" ", "-"), heading, markdown=own[heading])
        for heading in headings
        if heading in own
    )


def _origin(
    db: DuckDBPyConnection, preset: Preset, period: str, *, build: Path, today: date, now: datetime
) -> tuple[tuple[str, str], ...]:
    about = sources.info(db)
    reach = "; ".join(freshness(each, about.as_of.year) for each in sources.freshness(db, on=today))
    with build.open("rb") as stream:  # it may be too big to be held in memory at once
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return (
        ("Made", f"{now:%Y-%m-%d %H:%M} UTC"),
        ("Data of", numbers.long_day(about.as_of)),
        ("Sources", reach),
        ("Read", f"{about.built_at:%Y-%m-%d %H:%M} UTC"),
        ("SHA-256 of the sources", sha256),
        ("Made with", f"Quarterdeck {about.version}"),
        ("Audience", preset.audience),
        ("Period", period),
        ("Amounts", preset.amounts),
        ("Scenario", "as planned, committed money only"),
    )
