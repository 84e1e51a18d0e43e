"""The report of one award to its funder, of this award alone: HTML, PDF, Markdown, XLSX."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

import config
from charts import sponsor_pack as charts
from charts.theme import LIGHT
from config import ConfigError, House
from config.sent import Months, Sent, Submission, folder
from metrics.awards import reported
from metrics.awards.claims import Claiming, claiming
from metrics.awards.interest import Interest, interest
from metrics.awards.position import Position, position
from metrics.awards.reported import Row
from metrics.data_quality import sources
from metrics.data_quality.standing import Standing, standings
from metrics.funds.holdings import holdings
from metrics.issues import counts
from metrics.launches import usage
from metrics.meetings.at_places import counted
from metrics.runway.own_funds import OwnFund, own_funds
from metrics.spreadsheet import sheets_bytes
from share import browser, report_page, submitted
from share.documents import (
    FOLDER,
    Words,
    blank,
    blanks,
    bold,
    check,
    filled_in,
    inert,
    listed,
    named,
    own,
    quoted,
    sections,
    unmarked,
    zipped,
)
from share.pack import Withheld
from share.report_page import Picture
from share.slots import TEXT, mark
from wording import award_claims, award_head, numbers, standing
from wording import award_report as wording
from wording import pack as pack_wording
from wording.award_head import short
from wording.board_year import NAME as BOARD_YEAR

METRIC = "awards.position"
RECENT = 92  # days: an older period is not drawn with what came after it
TEMPLATES = tuple(wording.TITLES)
VARIANCE = re.compile(r"^[-*]\s+(.+?):\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """What a person asks for: an award's fund, whole months, a template and what to quote.

    template  one of TEMPLATES, or the path of the team's own
    words     the team's words; else reports/FUND/FIRST-to-LAST.md next to dashboard.toml
    """

    fund: str
    first: date
    last: date
    template: str | Path = "plain"
    words: Path | None = None
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report that may leave, its files by name, and what it says, for the day it is sent.

    blanks   what is still to be filled in: then it is a draft      drawn  why there is no PDF
    """

    files: dict[str, bytes]
    blanks: tuple[str, ...]
    drawn: str
    sent: Sent
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class _Facts:
    """All that a report is made from.

    claimed  of an award that pays costs back     earned  of others; null: not entered, not booked
    """

    asked: Asked
    found: Position
    rows: tuple[Row, ...]
    total: Row
    before: Submission | None
    months: Months
    stands: Standing
    today: date
    said: Mapping[str, str]
    claimed: Claiming | None
    earned: Interest | None

    @property
    def is_adjusted(self) -> bool:
        return any(row.adjusted for row in self.rows)

    @property
    def own_interest(self) -> str:
        return self.said.get("Interest", "").strip().rstrip(".")

    def head(self, interest_words: str) -> list[award_head.Item]:
        return award_head.items(self.found, self.total, self.claimed, self.earned, interest_words)


def words_of(house: House, fund: str, first: date, last: date) -> Path:
    """Where the team's words for one report are."""
    return house.config.resolve(f"reports/{fund}/{first:%Y-%m}-to-{last:%Y-%m}.md")


def make(db: DuckDBPyConnection, house: House, asked: Asked, *, now: datetime) -> Report:
    """The report, checked like a pack; nothing of another fund is read into it.

    Raises ConfigError for a period or template that cannot be, Withheld for something private.
    """
    facts = _facts(db, house, asked, now)
    mine = next(iter(own_funds(db, funds=(asked.fund,))), None)
    values = _values(db, house, facts, mine) | {"ticked": quoted(db, asked.ticks)}
    path = asked.template if isinstance(asked.template, Path) else None
    template = path or f"report-{asked.template}.md.j2"
    marked = filled_in(template, values)
    missing = tuple(blanks(unmarked(marked)))
    if missing:
        marked = f"> {wording.DRAFT}\n\n{marked}"
    check(db, house, [asked.fund], marked, template=path)
    text = unmarked(marked)
    title = f"{house.config.project.name}: {unmarked(values['report_name'])}"
    page, pdf, why = drawn(text, title, mine, values["ahead"], asked.last)
    files = {"report.md": text.encode(), "report.html": page, "report.xlsx": _workbook(facts)}
    files |= {"report.pdf": pdf} if pdf else {}
    lines = {row.key: row.cumulative for row in facts.rows}
    sent = Sent(asked.last, lines, facts.months)
    return Report(files, missing, why, sent, _origin(db, facts))


def drawn(
    text: str, title: str, mine: OwnFund | None, alt: str, last: date
) -> tuple[bytes, bytes, str]:
    """The page, its PDF or nothing, and why there is none; the chart is of this award alone."""
    chrome = browser.find()
    if not chrome:
        return report_page.page(text, title=title), b"", "no Chrome was found"
    try:
        picture = None
        if mine and mine.ahead and (mine.as_of - last).days <= RECENT:
            figure = charts.left_of(
                LIGHT, past=mine.past, ahead=mine.ahead, label=pack_wording.own_label(mine)
            )
            svg, _ = browser.pictures({"left": figure}, chrome)["left"]
            heading = pack_wording.own_title(1, mine.currency)
            picture = Picture(heading, svg, alt or heading, pack_wording.OWN_NOTE)
        page = report_page.page(text, title=title, picture=picture)
        return page, browser.pdf(page, chrome), ""
    except browser.Failed as trouble:
        return report_page.page(text, title=title), b"", str(trouble)


def submit(house: House, asked: Asked, made: Report, *, by: str | None, today: date) -> Path:
    """Keep what is sent, as it is sent. Raises ConfigError for a draft or without a name."""
    who = by or next((e.signer for e in house.config.funds if e.id == asked.fund), None)
    if made.blanks:
        raise ConfigError([f"{asked.fund}: a draft is not sent. Not known: {made.blanks[0]}. Fix: "
                           "fill in what is not known"])  # fmt: skip
    if not who:
        raise ConfigError([f"{asked.fund}: who sends it? Fix: --by NAME, or signer of the fund"])
    return submitted.keep(
        house, asked.fund, period=(asked.first, asked.last), on=today, by=who, sent=made.sent,
        facts=made.facts, texts=made.files,
    )  # fmt: skip


def _facts(db: DuckDBPyConnection, house: House, asked: Asked, now: datetime) -> _Facts:
    about = sources.info(db)
    if asked.last > about.as_of:
        raise ConfigError([f"the period ends on {asked.last}, after the data, {about.as_of}. Fix: "
                           "end it with an earlier month"])  # fmt: skip
    found = position(db, fund=asked.fund, first=asked.first, last=asked.last)
    if found is None:
        raise ConfigError([f"{asked.fund}: not in this build. Fix: run python -m pipelines"])
    before = submitted.before(house, asked.fund, asked.first)
    if before and (asked.first - before.last).days != 1:
        raise ConfigError(
            [f"{before.file.name} ends on {before.last}, and this period begins on {asked.first}. "
             "Fix: begin it on the day after"]
        )  # fmt: skip
    made, total = reported.rows(found, before.sent if before else None)
    today = house.config.project.today(now.replace(tzinfo=UTC))
    stands = standings(db, (METRIC,), on=today)[METRIC]
    months = reported.months(db, fund=asked.fund, last=asked.last)
    file = asked.words or words_of(house, asked.fund, asked.first, asked.last)
    said = sections(file, wording.HEADINGS)
    claimed = claiming(db, fund=asked.fund, to=asked.last)
    earned = interest(db, fund=asked.fund, to=asked.last)
    facts = _Facts(asked, found, made, total, before, months, stands, today, said, claimed, earned)
    if earned and facts.own_interest:
        raise ConfigError(["Interest: it is in dashboard.toml or in the books, too. Fix: take it "
                           "out of the words of this report"])  # fmt: skip
    return facts


def _values(
    db: DuckDBPyConnection, house: House, facts: _Facts, mine: OwnFund | None
) -> dict[str, Any]:
    """Everything that a template may use, in words."""
    found, award, asked = facts.found, facts.found.award, facts.asked
    texts = {heading: own(text) for heading, text in facts.said.items()}
    cents = wording.places(each.amount for each in award.payments)
    return {
        "team": named(house.config.project.name),
        "award": replace(
            award, funder=award.funder and named(award.funder),
            title=named(award.title or award.name),
        ),
        "report_name": _name(facts), "currency": award.currency,
        "period": numbers.period(asked.first, asked.last),
        "answer": wording.answer(found, facts.total),
        "warnings": wording.warnings(found, standing.leaving(facts.stands)),
        "ahead": wording.ahead(mine),
        "figures": wording.figures(found, facts.total, facts.head(own(short(facts.own_interest)))),
        "receipts": Words(_receipts(facts)),
        **_table(facts), **_changes(facts), "counts": _counts(db, asked),
        "done": texts.get("What was done", ""), "worse": texts.get("What got worse"),
        "remaining": texts.get("Remaining work"), "steps": texts.get("Next steps"),
        "approval": texts.get("Changes that need your approval"),
        "returned": texts.get("Unspent amount"), "lasting": texts.get("What lasts after the award"),
        "payments": [
            [numbers.day(each.on_day) if each.on_day else "not known", wording.STATES[each.state],
             numbers.number(each.amount, cents), mark(TEXT, each.condition or "")]
            for each in award.payments
        ],
        "unspent": wording.unspent(found, facts.total),
        "federal": wording.federal(found, facts.total, _encumbered(db, asked.fund)),
        "rates": [[mark(TEXT, cell) for cell in wording.rate(each)] for each in award.rates],
        "origin": wording.origin(facts.today, facts.stands.oldest, sources.info(db).version),
    }  # fmt: skip


def _receipts(facts: _Facts) -> str:
    """What came in, and of an award that pays costs back what is claimed and to be claimed.

    Interest is what is entered or booked, else the team's own word.
    """
    earned, award = facts.earned, facts.found.award
    words = award_claims.interest(earned, award) if earned else own(facts.own_interest)
    if facts.claimed is None:
        return wording.receipts(facts.found, words)
    interest_too = f" Interest earned: {words}." if words else ""
    return f"{award_claims.receipts(facts.claimed)}{interest_too}"


def _name(facts: _Facts) -> str:
    """The report as the register calls it, else by its template."""
    days = (facts.asked.first, facts.asked.last)
    for each in facts.found.award.reports:
        if (each.starts_on, each.ends_on) == days:
            return mark(TEXT, each.name)
    template = facts.asked.template
    return wording.TITLES.get(template, "Report") if isinstance(template, str) else "Report"


def _table(facts: _Facts) -> dict[str, Any]:
    found, rows = facts.found, [*facts.rows, facts.total]
    places, adjusted = wording.decimals(rows), facts.is_adjusted
    budget, before = wording.heads(found, facts.before.on if facts.before else None)
    reasons = dict(VARIANCE.findall(facts.said.get("Variances", "")))
    known = {row.key.casefold(): row for row in facts.rows}
    if odd := [name for name in reasons if name.casefold() not in known]:
        raise ConfigError([f"Variances: no line is called {odd[0]!r}. Fix: use "
                           f"{', '.join(row.key for row in facts.rows)}"])  # fmt: skip
    given = {name.casefold(): text for name, text in reasons.items()}
    variances: list[object] = [
        Words(f"**{inert(TEXT, row.key)}:** {own(given[row.key.casefold()])}")
        for row in facts.rows
        if row.key.casefold() in given
    ]
    variances += [
        blank(wording.reason_for(row))
        for row in facts.rows
        if row.is_asked and row.key.casefold() not in given
    ]
    source = found.statement.source if found.statement else None
    has_budget = bool(found.award.lines)
    names = [wording.line(r, has_budget=has_budget) or mark(TEXT, r.key) for r in facts.rows]
    return {
        "budget_head": budget, "before_head": before, "adjusted": adjusted,
        "rows": [
            *(wording.cells(row, name, places, adjusted=adjusted)
              for row, name in zip(facts.rows, names, strict=True)),
            [bold(cell) for cell in wording.cells(facts.total, "Total", places, adjusted=adjusted)],
            wording.not_explained(found, places, adjusted=adjusted),
        ],
        "variances": variances,
        "checked": Words(wording.checked(found, inert(TEXT, source) if source else "")),
    }  # fmt: skip


def _changes(facts: _Facts) -> dict[str, Any]:
    before = facts.before
    found = reported.changed(facts.months, before.sent if before else None)
    return {
        "changes": [
            [wording.NAMES.get(each.key) or mark(TEXT, each.key), numbers.month(each.month),
             *(numbers.number(v, 2) for v in (each.reported, each.now, each.now - each.reported))]
            for each in found
        ],
        "changes_intro": wording.changes_intro(before.on) if before else "",
    }  # fmt: skip


def _counts(db: DuckDBPyConnection, asked: Asked) -> list[str]:
    """What the period came to, in counts; a kind without any is left out."""
    months = 12 * (asked.last.year - asked.first.year) + asked.last.month - asked.first.month + 1
    flow = counts.monthly_flow(db, as_of=asked.last, months=months)
    ran = usage.amounts(db)
    inside = ran[
        (ran["period"] >= pd.Timestamp(asked.first)) & (ran["period"] <= pd.Timestamp(asked.last))
    ]
    held = counted(db, first=asked.first, last=asked.last)
    return wording.counts(
        launches=int(inside["amount"].fillna(0).sum()), opened=int(flow["opened"].sum()),
        closed=int(flow["closed"].sum()), held=held,
    )  # fmt: skip


def _encumbered(db: DuckDBPyConnection, fund: str) -> Decimal:
    return next((e.encumbered for e in holdings(db) if e.fund_id == fund), Decimal(0))


def _workbook(facts: _Facts) -> bytes:
    """The table as numbers, its total and what is not explained as the last rows; the head."""
    rows = [*facts.rows, facts.total]
    table: list[list[object]] = [
        [wording.line(row, has_budget=bool(facts.found.award.lines)) or row.key,
         row.line.approved, row.before, row.adjusted, row.this_period, row.cumulative,
         row.remaining, row.share and round(row.share, 4)]
        for row in rows
    ]  # fmt: skip
    gap = facts.found.not_explained
    end = [wording.NOT_EXPLAINED, *[None] * 4, "not known" if gap is None else gap, None, None]
    lines: list[list[object]] = [list(wording.COLUMNS), *table, list(end)]
    head = facts.head(facts.own_interest)
    award = award_head.sheet(head, facts.found, facts.claimed, facts.earned)
    return sheets_bytes(dict(zip(wording.SHEETS, (lines, award), strict=True)),
                        bold={wording.SHEETS[0]: [len(lines)]})  # fmt: skip


def _origin(db: DuckDBPyConnection, facts: _Facts) -> dict[str, Any]:
    """Figures and sources of a report, for what is kept of it."""
    found, about = facts.found, sources.info(db)
    stated = found.statement
    return {
        "template": str(facts.asked.template), "currency": found.award.currency,
        "awarded": found.award.awarded, "received": found.received,
        "interest": facts.earned and facts.earned.amount,
        "claimed": facts.claimed and facts.claimed.claimed,
        "budget_revision": found.revision.number if found.revision else None,
        "statement": stated and {"on": stated.on_day, "amount": stated.amount,
                                 "confirmed": stated.confirmed, "source": stated.source},
        "not_explained": found.not_explained,
        "sources": sorted({each for row in facts.rows for each in row.line.sources}),
        "built_at": about.built_at, "data_of": about.as_of, "version": about.version,
    }  # fmt: skip


def template_of(name: str) -> str | Path:
    """One of ours by its name, or the team's own by its path. Raises ConfigError."""
    if name in TEMPLATES:
        return name
    if name == BOARD_YEAR:
        raise ConfigError([f"{name}: it is of all sources. Fix: leave --award out"])
    if (path := Path(name)).is_file():
        return path
    raise ConfigError(
        [f"{name}: no such template. Fix: {', '.join(TEMPLATES)}, or a file (copy one of "
         f"share/{FOLDER.name}/report-*.md.j2)"]
    )  # fmt: skip


def write(files: Mapping[str, bytes], folder: Path) -> Iterable[Path]:
    """All files below a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        yield folder / name


def months_of(text: str) -> Sequence[date]:
    """The first and last day of FIRST..LAST, months or one alone. Raises ValueError."""
    first, _, last = text.partition("..")
    begins = date.fromisoformat(f"{first}-01")
    ends = date.fromisoformat(f"{last or first}-01")
    if ends < begins:
        raise ValueError(f"{text}: ends before it begins")
    return begins, (pd.Timestamp(ends) + pd.offsets.MonthEnd(0)).date()


@dataclass(frozen=True)
class Offered:
    """A report for the page, as a zip file; empty where `lines` says why there is none."""

    archive: bytes
    blanks: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def state(asked: Asked) -> str:
    """A report's inputs besides the build: words, what was sent, people.toml, the day."""
    house = config.load()
    file = words_of(house, asked.fund, asked.first, asked.last)
    said = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    kept = [each.name for each in sorted(folder(house.config, asked.fund).glob("*.json"))]
    return f"{said!r} {kept} {listed(house)} {house.config.project.today(datetime.now(UTC))}"


def offered(
    db: DuckDBPyConnection,
    *,
    asked: Asked,
    state: str,  # noqa: ARG001 - part of the cache's key
) -> Offered:
    """The report made now, from this build and the current settings."""
    try:
        made = make(db, config.load(), asked, now=datetime.now(UTC).replace(tzinfo=None))
    except Withheld as withheld:
        return Offered(b"", (), tuple(map(str, withheld.leaks)))
    except ConfigError as error:
        return Offered(b"", (), tuple(error.lines))
    return Offered(zipped(made.files), made.blanks)
