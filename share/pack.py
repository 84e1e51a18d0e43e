"""The sponsor pack: one page for print, its tables and charts as files, and what it was made from.

Nothing is written before every inserted value was checked: one hit and there is no file.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from config import House, Preset, names, people
from metrics import words
from metrics.data_quality import sources
from metrics.spreadsheet import csv_bytes
from share import chrome, html, leaks, private, words_file
from share.contents import parts
from share.front import answer, figures
from share.given import given
from share.sheet import Part, Sheet, inserted, own_words
from wording.sources import freshness

METHOD = (
    ("Period", "Whole calendar months only; a running month is in no figure."),
    ("Cost", "What the bills say, by the day of service in the bill's own time zone, usage, "
     "purchases, tax and adjustments; before credits unless a column says after. Currencies are "
     "never added or converted in it."),
    ("Spent and remaining", "From the newest confirmed statement of the fund: award less what the "
     "statement says is left. Never from our own bills or plans; without a statement it says "
     "not confirmed. Fees and overhead are in it as far as the statement has them."),
    ("How long the money lasts", "5,000 simulated futures from the spending of the last twelve "
     "months; 8 in 10 end within the range. Committed money only."),
    ("Cost of one launch", "Bill before credits over launches, on the days that both sides know."),
    ("People", "Counts only, from roll calls of public meetings; fewer than 5 are not told apart."),
    ("Issues and documentation", "As the public trackers and documentation hosts count them."),
)  # fmt: skip


class Withheld(Exception):
    """The pack would hold something private; `leaks` says where. No file was written."""

    def __init__(self, found: list[leaks.Leak]) -> None:
        super().__init__(f"{len(found)} places hold what must not leave")
        self.leaks = found


@dataclass(frozen=True)
class Pack:
    """A pack that may be sent: its files by name, and how its charts were drawn.

    doubts  what may be somebody's first name, each with its place, for a person to judge
    """

    files: dict[str, bytes]
    drawn: str
    doubts: tuple[str, ...] = ()

    @property
    def page(self) -> bytes:
        """The page itself."""
        return self.files["pack.html"]


def make(
    db: DuckDBPyConnection, house: House, preset: Preset, *, build: Path, now: datetime
) -> Pack:
    """The files of one pack. Raises Withheld when any inserted value is private.

    build  the warehouse file `db` reads, for the manifest      now  naive UTC, ditto
    """
    sheet = compose(db, house, preset, build=build, now=now)
    check(db, house, preset, sheet)
    drawable = {part.key: part.figure for part in sheet.parts if part.figure is not None}
    browser = chrome.find()
    pictures = chrome.pictures(drawable, browser) if browser and drawable else {}
    page = html.page(sheet, {key: svg for key, (svg, _) in pictures.items()})
    files = {"pack.html": page}
    if browser:
        files["pack.pdf"] = chrome.pdf(page, browser)
    for key, (svg, png) in pictures.items():
        files |= {f"charts/{key}.svg": svg, f"charts/{key}.png": png}
    files |= _tables(sheet.parts)
    files["manifest.json"] = _manifest(sheet, files)
    how = f"charts as pictures, by {browser}" if browser else (
        "charts drawn by the embedded plotly.js, no PDF and no pictures: no Chrome was found"
    )  # fmt: skip
    return Pack(files, how, doubts(db, house, sheet))


def compose(
    db: DuckDBPyConnection, house: House, preset: Preset, *, build: Path, now: datetime
) -> Sheet:
    """All that a pack will say, unchecked."""
    about = sources.info(db)
    facts = given(db, preset, about.as_of)
    own = words_file.read(house, preset)
    told = parts(facts)
    period = f"{words.month(facts.first)} to {words.month(facts.last)}"
    return Sheet(
        about.project,
        preset.recipient,
        period,
        answer(about.project, period, told, facts),
        about.as_of,
        figures(told, facts),
        (*_own(own, ("What was done", "What got worse")), *told,
         *_own(own, ("What we ask", "Answer by"))),
        METHOD,
        _origin(db, preset, period, build, now),
    )  # fmt: skip


def check(db: DuckDBPyConnection, house: House, preset: Preset, sheet: Sheet) -> None:
    """Raises Withheld when any value to be inserted holds something private.

    Raises ConfigError when people.toml cannot be read: who opted out is not known then.
    """
    listed = people.load(house.config)
    terms = [*private.terms(db, preset.funds, listed), *leaks.secrets(house.config)]
    named = [fund for fund in house.config.funds if fund.id in preset.funds]
    public = [
        sheet.team, preset.recipient,
        *(part for fund in named for part in (fund.name, fund.funder) if part),
    ]  # fmt: skip
    if found := leaks.leaks(inserted(sheet), terms, public):
        raise Withheld(found)


def doubts(db: DuckDBPyConnection, house: House, sheet: Sheet) -> tuple[str, ...]:
    """Where the team's own words may name somebody by the first name."""
    firsts = private.first_names(db, people.load(house.config))
    found = [
        f"{line.place}: may name somebody, {first!r}. Fix: if it does, write that place otherwise"
        for line in own_words(sheet)
        for first in names.words(line.text)
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
    db: DuckDBPyConnection, preset: Preset, period: str, build: Path, now: datetime
) -> tuple[tuple[str, str], ...]:
    about = sources.info(db)
    return (
        ("Made", f"{now:%Y-%m-%d %H:%M} UTC"),
        ("Data of", words.long_day(about.as_of)),
        ("Sources", "; ".join(freshness(each, about.as_of.year) for each in sources.freshness(db))),
        ("Read", f"{about.built_at:%Y-%m-%d %H:%M} UTC"),
        ("SHA-256 of what was read", _sha256(build)),
        ("Made with", f"Quarterdeck {about.version}"),
        ("Audience", preset.audience),
        ("Period", period),
        ("Amounts", preset.amounts),
        ("Scenario", "as planned, committed money only"),
    )


def _sha256(build: Path) -> str:
    """Of a file that may be too big to be held in memory at once."""
    with build.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _tables(parts: Iterable[Part]) -> dict[str, bytes]:
    return {f"csv/{p.key}.csv": csv_bytes(p.table) for p in parts if p.table is not None}


def _manifest(sheet: Sheet, files: Mapping[str, bytes]) -> bytes:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = {**dict(sheet.manifest), "files": sums}
    return json.dumps(told, indent=1, ensure_ascii=False).encode()
