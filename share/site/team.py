"""The site for the team: the app's pages as they open, and the rows behind their figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from duckdb import DuckDBPyConnection

from config import Config, House
from metrics import figures, once
from metrics.briefing import meeting_pairs
from metrics.data_quality import sources, standing
from metrics.docs import builds
from metrics.launches import unit_cost, usage
from metrics.meetings import handles, withheld_names
from metrics.runway.outlook import outlooks
from metrics.search import find, newest
from share import meeting_view
from share.site import blocks, links, pages, search
from share.site.blocks import MOST, Drawing
from warehouse import read
from wording import actions as actions_wording
from wording import briefing as briefing_wording
from wording import docs_builds as docs_wording
from wording import gather, ledger, more, runway_page, shell
from wording import issues as issues_wording
from wording import search as search_wording
from wording import site as wording
from wording import sources as sources_wording
from wording.gather import Asker
from wording.markup import Markup, html
from wording.page import Block, Fold, Note, Page

T = TypeVar("T")
More = Callable[[Asker], tuple[Block, ...]]


@dataclass(frozen=True)
class Made:
    """A page with the blocks in the place of its controls; more is below them."""

    page: Page
    controls: Mapping[str, Sequence[Block]]
    more: str | Markup = ""


def _briefing(asker: Asker) -> Made:
    pair = asker.ask(meeting_pairs.pairs, as_of=asker.as_of)[0]
    found, names = gather.briefing(asker, pair), asker.config.people.names
    if names != "full":
        known = asker.ask(withheld_names.known)
        found = meeting_view.named(found, names, asker.ask(handles.handles), known)
    return Made(briefing_wording.page(found), {})


def _runway(asker: Asker) -> Made:
    known = asker.ask(outlooks)
    given = known.inputs[0]
    if not (given.case.funds or given.without_rate):
        begin = runway_page.begin(runway_page.Boxes(), as_of=asker.as_of)
        said = Note("not_set_up", wording.BEGIN)  # nothing can be typed here
        own = (said if isinstance(each, Note) else each for each in begin.blocks)
        return Made(replace(begin, blocks=tuple(own)), {})
    page = runway_page.page(gather.runway_facts(asker, known))
    line = runway_page.figures(known)
    rest = Fold(runway_page.MORE, more.runway(asker))
    notes = gather.source_notes(asker, "funds")
    first = (line,) if line else ()
    whole = replace(page, blocks=(*first, *page.blocks))
    return Made(whole, {"sources": notes, "more": (rest,)})


def _launches(asker: Asker) -> Made:
    counted = asker.ask(usage.counts)
    is_launches = not counted or counted[0].usage == unit_cost.LAUNCHES
    notes = gather.source_notes(asker, "launches" if is_launches else "usage")
    return Made(gather.launches_page(asker), {"sources": notes})


def _docs(asker: Asker) -> Made:
    found = gather.docs_page(asker)
    names = docs_wording.site_names(asker.ask(builds.versions, as_of=asker.as_of))
    if names:
        project, name = next(iter(names.items()))
        found = replace(found, blocks=(*found.blocks, *gather.docs_site(asker, project, name)))
    return Made(found, {"sources": gather.source_notes(asker, "docs_builds")})


def _search(asker: Asker) -> Made:
    places, notes = asker.ask(find.places), tuple(gather.source_notes(asker, "notes"))
    if not places:
        return Made(replace(search_wording.nothing_read(), blocks=notes), {})
    page = search_wording.page(search_wording.Facts("", find.Found((), 0)))
    form = search.form(asker.ask(newest.newest), places)
    return Made(replace(page, blocks=notes), {}, form)


def _noted(
    source: str, made: Callable[[Asker], Page], *rest: tuple[str, More]
) -> Callable[[Asker], Made]:
    """A page whose app's view draws the notes on its source below its head.

    rest  the label of its fold, and what is in it
    """

    def make(asker: Asker) -> Made:
        page, notes = made(asker), gather.source_notes(asker, source)
        folds = [Fold(label, inside(asker)) for label, inside in rest]
        return Made(replace(page, blocks=(*notes, *page.blocks)), {"more": folds})

    return make


def _sources(asker: Asker) -> Made:
    rest = Fold(sources_wording.MORE, more.sources(asker))
    return Made(gather.sources_page(asker), {"more": (rest,)})


def _controlled(source: str, made: Callable[[Asker], Page]) -> Callable[[Asker], Made]:
    """A page with a place for the notes on its source."""
    return lambda asker: Made(made(asker), {"sources": gather.source_notes(asker, source)})


@dataclass(frozen=True)
class Place:
    """A page of the site: its address in the app, its title, room and pieces as in views/."""

    path: str
    title: str
    room: str
    make: Callable[[Asker], Made]
    pieces: tuple[str, ...] = ()

    def is_offered(self, config: Config) -> bool:
        """Whether something that it needs is set up."""
        return not self.pieces or any(getattr(config, key) for key in self.pieces)

    @property
    def file(self) -> str:
        """Its name in the folder."""
        return "index.html" if self.path == "home" else f"{self.path}.html"


PLACES = (
    Place("home", "Briefing", "", _briefing),
    Place("runway", "Runway", "Money", _runway, ("funds", "billing", "planned_costs")),
    Place("burn", "Burn", "Money", _controlled("billing", gather.burn_page), ("billing",)),
    Place("launches", "Launches", "Money", _launches, ("launches", "usage")),
    Place("people", "People", "Work", _noted("notes", gather.people_page), ("notes",)),
    Place("actions", "Actions", "Work", _noted(
        "notes", gather.actions_page, (actions_wording.MORE, more.actions)), ("notes",)),
    Place("issues", "Issues", "Work", _noted(
        "github", gather.issues_page, (issues_wording.MORE, more.issues)), ("github",)),
    Place("docs", "Docs builds", "Work", _docs, ("docs",)),
    Place("search", "Search", "Work", _search, ("notes", "github")),
    Place("sources", "Sources", "Data", _sources),
)  # fmt: skip


def asker_of(db: DuckDBPyConnection, house: House, *, build: Path, on: date) -> Asker:
    """Who asks this build, each question once."""
    answers: once.Answers = {}
    older = [file for file in read.builds(house.data) if file.name < build.name]
    known: dict[tuple[str, str], Any] = {}

    def ask(metric: Callable[..., T], /, **arguments: Any) -> T:
        key = f"{metric.__module__}.{metric.__qualname__}", repr(arguments)
        if key not in known:
            with once.within(answers):
                known[key] = metric(db.cursor(), **arguments)
        found: T = known[key]
        return found

    def ask_before(metric: Callable[..., Any], /, **arguments: Any) -> Any:
        if not older:
            return None
        try:
            with read.connect(older[0]) as before:
                return metric(before, **arguments)
        except read.OtherBuild:
            return None

    return Asker(ask, house.config, on, ask_before)


def make(db: DuckDBPyConnection, house: House, *, build: Path, now: datetime) -> dict[str, bytes]:
    """The files of the team's site. build  the warehouse file `db` reads     now  naive UTC"""
    today = house.config.project.today(now.replace(tzinfo=UTC))
    asker = asker_of(db, house, build=build, on=today)
    about, rows = asker.ask(sources.info), links.ledgers(asker.as_of)
    offered = [place for place in PLACES if place.is_offered(house.config)]
    frame = pages.Frame(
        about.project,
        tuple((place.file, place.title, place.room) for place in offered),
        shell.strip(
            about,
            asker.ask(sources.freshness, on=asker.on),
            asker.ask(sources.summary, on=asker.on).unrenewed,
        ),
        wording.made(now, about.as_of, about.version),
        about.built_at,
        paths={place.path: place.file for place in offered} | {"": "index.html"},
        rows=rows.file,
        mark=wording.TEAM_ONLY,
    )
    drawing = Drawing(built=shell.build_line(about), rows=rows.of_mark)
    files = {}
    for place in offered:
        made = place.make(asker)
        whole = replace(drawing, controls=made.controls)
        drawn = html("{}\n{}", blocks.blocks(made.page.blocks, whole), made.more)
        files[place.file] = pages.page(frame, made.page, drawn, here=place.file)
    inner = replace(frame, rows=rows.known)
    for file, query in rows.files.items():
        files[file] = _ledger(asker, inner, file, query)
    own = search.assets() if "search.html" in files else {}
    return files | pages.assets() | own


def _ledger(
    asker: Asker, frame: pages.Frame, file: str, query: Mapping[str, tuple[str, ...]]
) -> bytes:
    """The rows of a figure, with names as the app shows them."""
    figure, arguments = figures.asked(query)
    days = figures.own(figure, as_of=asker.as_of, on=asker.on)
    found = asker.ask(figure, **arguments | days, most=MOST)
    how = asker.ask(standing.standing, metric=found.metric, on=asker.on)
    page = ledger.page(found, how)
    shown = ledger.with_rows(found, gather.named(asker)(found.rows))
    views = [view for view in ledger.VIEWS if view in found.groups and view != "rows"]
    tables: list[Block] = [
        replace(ledger.table(shown, view), key=view, title=ledger.VIEWS[view]) for view in views[:1]
    ]
    if found.count:
        title = ledger.VIEWS["rows"] if views else ""
        tables.append(replace(ledger.table(shown), title=title))
    if found.count > len(found.rows):
        tables.append(Note("plain", wording.more_rows(found.count - len(found.rows))))
    drawn = blocks.blocks((*page.blocks, *tables), Drawing())
    return pages.page(frame, page, drawn, here=file)
