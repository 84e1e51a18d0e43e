"""Which rows are behind a figure? Not in the navigation: every figure leads here."""

from importlib.util import find_spec

import pandas as pd
import streamlit as st

from metrics import figures
from metrics.data_quality import standing
from metrics.ledger import MOST, Ledger
from metrics.spending.bill_lines import bill_lines
from metrics.spreadsheet import csv_bytes, workbook_bytes
from render import addresses
from views import PAGES, page
from wording import gather, numbers
from wording import ledger as wording
from wording.ledger import LABELS

# The page that a figure is on, for the way back where nobody came from one.
HOMES = {
    "spending": "burn", "runway": "runway", "funds": "runway", "launches": "launches",
    "awards": "award", "issues": "issues", "docs": "docs_builds", "meetings": "people",
    "data_quality": "sources",
    "meetings.actions": "actions", "meetings.decisions": "actions",
}  # fmt: skip
address = addresses.read({name: st.query_params.get_all(name) for name in st.query_params})


def way_back(of: str) -> None:
    """The page that one came from, with the filters one left."""
    home = HOMES.get(of) or HOMES.get(of.split(".", maxsplit=1)[0], "briefing")
    file, query = st.session_state.get("came_from", (home, {}))
    titles = {view.file: view.title for view in PAGES} | {"award": "Award"}
    st.page_link(f"views/{file}.py", label=f"‹ {titles[file]}", query_params=query)


def pages() -> None:
    """Which rows are shown, and the way to the next ones."""
    said = wording.shown(found, start)
    if not said or view != "rows":
        return
    st.caption(said)
    if start + MOST < found.count:
        step = numbers.number(min(MOST, found.count - start - MOST))
        query = dict(addresses.written(address | {"start": [str(start + MOST)]}))
        st.page_link(
            "views/ledger.py", label=LABELS["next"].format(step),
            query_params=query | {"rows": ["rows"]},
        )  # fmt: skip


def lines() -> None:
    """Where the lines of a cost row are in its file."""
    if not {"file", "service", "day"} <= {*found.rows}:
        return
    made = found.rows.groupby(["day", "service", "file"], sort=False)["lines"].sum()
    choice = st.selectbox(
        LABELS["lines"], list(made.index), index=None, placeholder=LABELS["choose"], key="lines",
        format_func=lambda key: f"{numbers.day(key[0])} · {key[1]} · {key[2]}", width=560,
    )  # fmt: skip
    if choice:
        day, service, file = choice
        folder = page.house().config.file.parent
        place = bill_lines(folder, file, day=pd.Timestamp(day).date(), service=service)
        page.show_blocks([wording.lines(place, expected=int(made[choice]))])


def files() -> None:
    """The rows as files: a CSV of rows alone, a workbook with their total.

    More rows than the page has are asked for once somebody wants the file.
    """
    more = {"most": wording.CSV_MOST, "start": 0}
    later = page.later(figure, **arguments | more | days)
    as_of, reach = page.as_of(), how.oldest

    def rows() -> tuple[Ledger, pd.DataFrame]:
        whole = found if found.count <= MOST else later()
        whole = wording.with_rows(whole, seen(whole.rows))
        return whole, wording.data(whole)

    def text() -> bytes:
        return csv_bytes(rows()[1], as_of=as_of, data_to=reach)

    def workbook() -> bytes:
        whole, frame = rows()
        return workbook_bytes(frame, total=wording.total_of(whole, frame))

    name, is_small = of.replace(".", "-"), found.count <= MOST
    st.download_button(
        wording.csv_label(found), text() if is_small else text, f"{name}.csv", "text/csv",
        key="rows-csv",
    )  # fmt: skip
    if find_spec("openpyxl") and found.count <= wording.CSV_MOST:
        st.download_button(
            LABELS["excel"], workbook() if is_small else workbook, f"{name}.xlsx", key="rows-xlsx"
        )


of = next(iter(address.get("of", ())), "")
way_back(of)
try:
    figure, arguments = figures.asked(address)
except figures.Mistake as mistake:
    page.show(wording.mistaken(mistake))
    st.stop()

days = figures.own(figure, as_of=page.as_of(), on=page.today())
found = page.ask(figure, **arguments | days)
how = page.ask(standing.standing, metric=found.metric, on=page.today())
page.show(wording.page(found, how))
if not found.count:
    st.stop()

start, view, seen = int(arguments.get("start", 0)), "rows", gather.named(page.asker())
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    if found.groups:
        view = st.segmented_control(
            LABELS["view"], list(wording.VIEWS), default="service", required=True, key="rows",
            format_func=wording.VIEWS.__getitem__, bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    files()
shown = wording.with_rows(found, seen(found.rows))
page.show_blocks([wording.table(shown, view)])
pages()
lines()
