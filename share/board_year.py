"""The report of a fiscal year to a board: all sources against one budget, not for one funder."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from config import ConfigError, House
from metrics.awards.board_year import Group, Year, board_year
from metrics.data_quality import sources
from metrics.data_quality.standing import standings
from metrics.runway.engine.dates import ONE_DAY
from metrics.spreadsheet import sheets_bytes
from share.documents import bold, check, filled_in, named, own, sections, unmarked
from share.report import METRIC, drawn, words_of
from share.slots import TEXT, mark
from wording import award_report, numbers, standing
from wording import board_year as wording

TOTALS = (wording.ALL, wording.WITH, wording.WITHOUT)


def make(
    db: DuckDBPyConnection,
    house: House,
    period: tuple[date, date],
    *,
    template: Path | None,
    words: Path | None,
    now: datetime,
) -> tuple[dict[str, bytes], str]:
    """Its files by name, and why there is no PDF.

    template  the team's own; else board-year     words  else reports/board-year/PERIOD.md
    Raises ConfigError for days that are no fiscal year of the data, Withheld for what is private.
    """
    first, last = period
    starts = house.config.project.fiscal_year_starts
    if first.month != starts or last + ONE_DAY != first + relativedelta(years=1):
        begins = first - relativedelta(months=(first.month - starts) % 12)
        ends = begins + relativedelta(months=11)
        raise ConfigError(
            [f"{wording.not_a_year(starts)}. Fix: --period {begins:%Y-%m}..{ends:%Y-%m}"]
        )
    try:
        year = board_year(db, first=first, last=last)
    except ValueError as error:
        raise ConfigError([f"{error}. Fix: an earlier year"]) from None
    file = words or words_of(house, wording.NAME, first, last)
    values = _values(db, house, year, sections(file, wording.HEADINGS), now)
    marked = filled_in(template or f"report-{wording.NAME}.md.j2", values)
    funds = [each.award.fund_id for group in year.groups for each in group.sources]
    hoped_for = [each.name for each in year.pending]
    check(db, house, funds, marked, template=template, pending=hoped_for)
    text = unmarked(marked)
    title = f"{house.config.project.name}: {wording.TITLE}"
    page, pdf, why = drawn(text, title, None, "", last)
    files = {"report.md": text.encode(), "report.html": page, "report.xlsx": _workbook(year)}
    return files | ({"report.pdf": pdf} if pdf else {}), why


def _values(
    db: DuckDBPyConnection, house: House, year: Year, said: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Everything that a template may use, in words."""
    stands = standings(db, (METRIC,), on=year.until)[METRIC]
    texts = {heading: own(text) for heading, text in said.items()}
    return {
        "team": named(house.config.project.name), "report_name": wording.TITLE,
        "period": numbers.period(year.first, year.last), "answer": wording.answer(year),
        "warnings": wording.warnings(year, standing.leaving(stands), named),
        "rest": wording.rest(year), "groups": [_group(each, year) for each in year.groups],
        "line_heads": wording.LINES, "receipt_heads": wording.RECEIPTS,
        "pending": wording.pending(year.pending, named), "pending_heads": wording.PENDING,
        "not_committed": wording.NOT_COMMITTED,
        "done": texts.get("What was done"), "worse": texts.get("What got worse"),
        "steps": texts.get("Next steps"),
        "origin": award_report.origin(
            house.config.project.today(now.replace(tzinfo=UTC)), stands.oldest,
            sources.info(db).version,
        ),
    }  # fmt: skip


def _group(group: Group, year: Year) -> dict[str, Any]:
    lines = [
        [*map(wording.cell, row), wording.shares(row)]
        for row in wording.line_rows(group, named, _text)
    ]
    rows = [list(map(wording.cell, row)) for row in wording.source_rows(group, year, named)]
    return {
        "title": wording.title(group), "source_heads": wording.source_heads(group, year),
        "sources": [_weighted(row) for row in rows], "outside": wording.outside(group),
        "lines": [_weighted(row) for row in _named_once(lines)],
        "receipts": [
            list(map(wording.cell, row)) for row in wording.receipt_rows(group, year, named)
        ],
        "receipt_notes": wording.receipt_notes(group, year, named),
    }  # fmt: skip


def _named_once(rows: list[list[str]]) -> list[list[str]]:
    """A source is named in the first of its rows: a long name in each filled pages."""
    before = [[""], *rows]  # one more than there are
    pairs = zip(before, rows, strict=False)
    return [["", *row[1:]] if row[0] == last[0] else row for last, row in pairs]


def _text(word: str) -> str:
    return mark(TEXT, word)


def _weighted(row: list[str]) -> list[str]:
    """Totals in bold."""
    return [bold(each) for each in row] if row[0] in TOTALS else list(row)


def _workbook(year: Year) -> bytes:
    """Every table as numbers; a currency and its means in every row."""
    heads = [wording.source_heads(group, year) for group in year.groups]
    columns = max(heads, key=len, default=["Source"])
    spent: list[list[object]] = [["Means", "Currency", *columns]]
    lines: list[list[object]] = [["Means", "Currency", *wording.LINES[:-1]]]
    receipts: list[list[object]] = [["Means", "Currency", *wording.RECEIPTS]]
    for group, own_heads in zip(year.groups, heads, strict=True):
        about = [wording.MEANS[group.means], group.currency]
        for row in wording.source_rows(group, year, str):
            given = dict(zip(own_heads, row, strict=True))
            spent.append([*about, *(_number(given.get(name, "")) for name in columns)])
        lines += [[*about, *map(_number, r)] for r in wording.line_rows(group, str, str)]
        receipts += [[*about, *map(_number, r)] for r in wording.receipt_rows(group, year, str)]
    hoped: list[list[object]] = [list(wording.PENDING)]
    hoped += [
        [each.name, each.amount, each.currency, each.chance, each.starts_on, each.ends_on]
        for each in year.pending
    ]
    return sheets_bytes(dict(zip(wording.SHEETS, (spent, lines, receipts, hoped), strict=True)))


def _number(value: str | Decimal | None) -> object:
    """A cell of a workbook: nothing stays empty, what is not known says so."""
    return wording.NOT_KNOWN if value is None else (value if value != "" else None)
