"""The site for everybody: the parts of a public pack, a page each, and services behind months.

It passes the allow-list and the check of values of a pack, and like a pack is not written at all
where one value fails.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from config import ConfigError, House, Preset
from metrics.data_quality import sources
from metrics.spending import burn, whole_months
from share import html as pack_html
from share import pack
from share.audience import ROWS
from share.content import Content, Part
from share.site import blocks, pages
from share.site.ink import INK
from share.slots import plain
from wording import numbers, standing
from wording import site as wording
from wording.markup import Markup, capital, html
from wording.page import Cell, Link, Page, Sentence, Table

STEPS = tuple(Decimal(10) ** n for n in range(9, -3, -1))


def preset_of(house: House) -> Preset:
    """The preset that says how much everybody may see. Raises ConfigError without one."""
    found = next((each for each in house.config.presets if each.audience == "public"), None)
    if found is None:
        raise ConfigError([wording.NO_PUBLIC])
    return found


def make(
    db: DuckDBPyConnection, house: House, *, build: Path, now: datetime, old_data: bool = False
) -> dict[str, bytes]:
    """The files of the public site. now  naive UTC

    Raises Withheld for something private or sums that differ, Old when leading figures are silent,
    ConfigError without a public preset or a readable people.toml.
    """
    preset = preset_of(house)
    content = pack.compose(db, house, preset, build=build, now=now, ink=INK)
    rows = services(db, content)
    hidden = Part("rows", wording.BY_SERVICE, table=rows)
    checked = replace(content, parts=(*content.parts, hidden))
    pack.approve(db, house, preset, checked, old_data=old_data)
    about = sources.info(db)
    named = [part for part in content.parts if part.figure is not None or part.table is not None]
    frame = pages.Frame(
        content.team,
        (("index.html", content.team, ""),
         *((f"{part.key}.html", _short(part), "") for part in named)),
        html('<div class="qd-strip"><span>{}</span></div>', content.period),
        wording.made(now, content.as_of, about.version),
        about.built_at,
        audience="public",
    )  # fmt: skip
    files = {"index.html": _index(frame, content)}
    for part in named:
        linked = {f"rows/{month:%Y-%m}.html" for month in set(rows["month"])}
        files[f"{part.key}.html"] = _part(frame, part, linked if part.key == "spend" else set())
    for month, some in rows.groupby("month"):
        name = f"rows/{month:%Y-%m}.html"
        spend = next(part for part in named if part.key == "spend")
        files[name] = _rows(replace(frame, mark=""), name, month, some, spend)  # type: ignore[arg-type] # a date
    return files | pages.assets()


def services(db: DuckDBPyConnection, content: Content) -> pd.DataFrame:
    """Month × category × service, as shown: the services of a cell add up to the cell.

    A month or category that is not shown has no rows; nor have amounts that are not shown.
    """
    spend = next((part for part in content.parts if part.key == "spend"), None)
    if spend is None or spend.table is None:
        return pd.DataFrame(columns=list(ROWS))
    cells = {
        (row["month"], plain(row["category"])): Decimal(str(row["gross"]))
        for row in spend.table.to_dict("records")
    }
    step = next((each for each in STEPS if all(v % each == 0 for v in cells.values())), STEPS[-1])
    exact = whole_months.by_service(
        db,
        first=min(month for month, _ in cells),
        last=whole_months.last_day(max(month for month, _ in cells)),
        currency=burn.main_currency(db),
        categories=sorted({category for _, category in cells}),
    )
    shown = []
    for key, some in exact.groupby(["month", "category"], sort=False):
        total = sum(some["gross"], Decimal(0))
        if key in cells and total:
            parts = [value * cells[key] / total for value in some["gross"]]
            gross = numbers.apportioned(parts, step, cells[key])
            shown.append(some.assign(gross=pd.Series(gross, index=some.index, dtype=object)))
    found = pd.concat(shown) if shown else pd.DataFrame(columns=list(ROWS))
    return found[list(ROWS)]


def _short(part: Part) -> str:
    return str(wording.PUBLIC_TITLES.get(part.key, part.title))


def _index(frame: pages.Frame, content: Content) -> bytes:
    figures = Markup("").join(
        html("<li><b>{}</b> {}</li>", value, label) for value, label in content.figures
    )
    old = Markup("").join(html('<p class="qd-note watch">{}</p>', each) for each in content.old)
    own = Markup("").join(
        html("<h2>{}</h2>{}", part.title, pack_html.rendered(part.markdown))
        for part in content.parts
        if part.markdown
    )
    method = Markup("").join(html("<dt>{}</dt><dd>{}</dd>", *each) for each in content.method)
    origin = Markup("").join(
        html('<tr><th scope="row">{}</th><td>{}</td></tr>', *each) for each in content.manifest
    )
    drawn = html(
        '<ul class="figures">{}</ul>{}{}<h2>{}</h2><dl>{}</dl><h2>{}</h2>'
        '<table class="qd-table facts"><tbody>{}</tbody></table>',
        figures, old, own, wording.METHOD, method, wording.ORIGIN, origin,
    )  # fmt: skip
    page = Page(content.team, content.period, Sentence(str(plain(content.answer))))
    return pages.page(frame, page, drawn, here="index.html")


def _part(frame: pages.Frame, part: Part, linked: set[str]) -> bytes:
    said = [str(plain(each)) for each in part.sentences] or [part.title]
    legend = Markup(" ").join(
        html('<span class="qd-legend"><i class="qd-key" style="background:{}"></i>{}</span>',
             color, plain(name))
        for name, color in part.legend
    )  # fmt: skip
    drawn = [html('<p class="qd-basis">{}</p>', each) for each in said[1:]]
    if part.figure is not None:
        figure = json.loads(pack_html.unmarked(part.figure).to_json())
        drawn += [html('<div class="qd-basis">{}</div>', legend)] if legend else []
        drawn.append(blocks.chart(part.key, figure, str(plain(part.alt))))
    if part.note:
        drawn.append(html('<p class="qd-basis">{}</p>', part.note))
    if part.table is not None:
        drawn.append(blocks.blocks([_table(part, part.table, linked)], blocks.Drawing()))
    basis = capital(standing.data_to(part.data_to))
    page = Page(_short(part), part.title, Sentence(said[0], basis=basis))
    kept = replace(frame, paths={name: name for name in linked})
    return pages.page(kept, page, Markup("\n").join(drawn), here=f"{part.key}.html")


def _table(part: Part, table: pd.DataFrame, linked: set[str]) -> Table:
    """The part's table; a month leads to its services."""

    def cell(column: str, value: object) -> Cell:
        words = str(plain(pack_html.cell(value, column)))
        file = f"rows/{value:%Y-%m}.html" if column == "month" and linked else ""
        return Link(words, file) if file in linked else words

    heads = [(part.headings[c], pack_html.css(table, c)) for c in table.columns]
    rows = [[cell(c, row[c]) for c in table.columns] for row in table.to_dict("records")]
    return Table(part.key, "", heads, rows)


def _rows(frame: pages.Frame, name: str, month: date, some: pd.DataFrame, spend: Part) -> bytes:
    """The services of a month, with their total."""
    columns: Sequence[str] = ROWS[1:]
    total = sum(some["gross"], Decimal(0))
    unit = spend.title.rpartition(", ")[2]
    rows: list[list[Cell]] = [
        [str(plain(pack_html.cell(row[c], c))) for c in columns] for row in some.to_dict("records")
    ]
    said = pack_html.cell(total, "gross")
    rows.append([html("<b>{}</b>", wording.TOTAL), "", html("<b>{}</b>", said)])
    heads = [(wording.SERVICES[c], "n" if c == "gross" else "") for c in columns]
    drawn = blocks.blocks([Table("rows", "", heads, rows)], blocks.Drawing())
    title = wording.services_title(month, unit)
    page = Page(wording.BY_SERVICE, spend.title, Sentence(title))
    return pages.page(frame, page, drawn, here=name)
