"""Balances, planned costs, budget lines, payments and claims as tables that take rows.

A sheet is the table as it was opened, with the rows that were pasted since; nothing is saved
before its change was shown. Rows are read by a process of its own, as a dropped bill is.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from config import HOME, Config, ConfigError
from editing import changes, grids, proof
from editing.grids import CellRefused, Column, Kept, Opened, Row
from editing.save import NotSaved
from editing.toml_text import CannotEdit
from views import page, writing
from wording import editing, section_fields
from wording import grids as wording
from wording.page import Block, Note

AT = "_row"  # the hidden column: which row of the sheet a row of the editor is
SECONDS = 60  # of reading rows
Answer = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A row of a sheet; `at`: its place in the file; `unread`: cells that nobody has read yet."""

    at: int | None
    row: Row
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """A table as it was opened, its rows with those pasted, and how often they were set anew."""

    opened: Opened
    rows: tuple[Held, ...]
    turn: int = 0


def draw(settings: Config) -> None:
    """Choose a table, edit it or paste rows, look at the lines that would differ, save."""
    name = st.selectbox(
        wording.TABLE, grids.NAMES, format_func=lambda each: wording.TITLES[each], key="grid"
    )
    try:
        now = grids.opened(settings, name)
    except NotSaved as trouble:
        page.show_blocks([Note("plain", str(trouble))])
        return
    shown = grids.columns(settings, name)
    if any(column.key == "fund" and not column.choices for column in shown):
        page.show_blocks([Note("plain", wording.no_fund(name))])
        return
    sheet = _sheet(name, now)
    current = _editor(settings, name, sheet, shown)
    st.caption(wording.HOW)
    with st.container(horizontal=True, gap="small"):
        if st.button(editing.SHOW, key=f"show-{name}"):
            _propose(settings, name, sheet, current)
        st.download_button(
            wording.CSV, grids.separated(shown, [each.row for each in current], ","),
            f"{name}.csv", "text/csv", key=f"csv-{name}", on_click="ignore",
        )  # fmt: skip
    _ask(name, "save")
    page.show_blocks(st.session_state.pop(f"read-{name}", []))
    _review(settings, name)
    _paste(settings, name, sheet, current)
    with st.expander(wording.COPY, type="compact"):
        st.code(grids.separated(shown, [each.row for each in current], "\t"), language=None)


def _sheet(name: str, now: Opened) -> Sheet:
    """The sheet of this visit; anew where nothing was typed and the file is another one."""
    held: Sheet | None = st.session_state.get(f"sheet-{name}")
    if held is not None and held.opened.digest != now.digest:
        typed = st.session_state.get(_key(name, held)) or {}
        if held.turn or any(typed.values()):
            page.show_blocks([Note("partial", wording.MOVED)])
            held = None if st.button(wording.RELOAD, key=f"reload-{name}") else held
        else:
            held = None
    if held is None:
        held = Sheet(now, tuple(Held(at, row) for at, row in enumerate(now.rows)))
        _forget(name)
    st.session_state[f"sheet-{name}"] = held
    return held


def _key(name: str, sheet: Sheet) -> str:
    return f"rows-{name}-{str(sheet.opened.digest)[:12]}-{sheet.turn}"


def _editor(settings: Config, name: str, sheet: Sheet, shown: Sequence[Column]) -> list[Held]:
    """The rows as they are typed now, with the cells that nobody has read."""
    values = {AT: [str(at) for at in range(len(sheet.rows))]}
    values |= {c.key: [each.row.get(c.key, "") for each in sheet.rows] for c in shown}
    funds = {fund.id: fund.name for fund in settings.funds}
    headings = _headings(settings, name)
    # A table of no rows has cells of text, too: without their type the editor refuses to open.
    edited = st.data_editor(
        pd.DataFrame(values, dtype="str"), num_rows="dynamic", key=_key(name, sheet),
        hide_index=True, width="stretch", placeholder="",  # not "None"
        column_config={AT: None, **{
            c.key: _column(name, c, headings[c.key], values[c.key], funds) for c in shown
        }},
    )  # fmt: skip
    typed = {key: edited[key].tolist() for key in values}
    return current(sheet, typed, [column.key for column in shown])


def _headings(settings: Config, name: str) -> dict[str, str]:
    keys = [each.key for each in grids.columns(settings, name)]
    return wording.headings(name, keys, currency=grids.currency(settings, name))


def _column(
    table: str, column: Column, heading: str, held: Sequence[str], funds: Mapping[str, str]
) -> Any:
    name = f"{heading} *" if column.is_required else heading
    if column.kind != "choice":
        is_amount = column.kind == "number"
        return st.column_config.TextColumn(name, alignment="right" if is_amount else None)
    unset = () if column.is_required else ("",)
    options = [*dict.fromkeys([*unset, *column.choices, *filter(None, held)])]

    def in_words(value: Any) -> str:
        if column.key == "fund":
            return funds.get(str(value), str(value))
        return section_fields.choice((table,), column.key, str(value))

    return st.column_config.SelectboxColumn(name, options=options, format_func=in_words)


def current(sheet: Sheet, edited: Mapping[str, Sequence[Any]], keys: Sequence[str]) -> list[Held]:
    """The rows of the editor: those of the sheet by their hidden number, and new ones."""
    found = []
    for number, at in enumerate(edited[AT]):
        row = {key: _text(edited[key][number]) for key in keys}
        base = sheet.rows[int(at)] if isinstance(at, str) and at else Held(None, {})
        if base.at is None and not any(row.values()):
            continue  # a new line that is still empty
        moved = {key for key in keys if row[key] != base.row.get(key, "")}
        found.append(Held(base.at, row, frozenset(moved | base.unread)))
    return found


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""


def _read(settings: Config, name: str, asked: Answer, where: str) -> Answer | None:
    """What a process of its own reads in rows; None: it asks, or refuses, and the page says so."""
    answers = st.session_state.get(f"answers-{name}-{where}", {})
    words = [sys.executable, "-m", "pipelines", "--config", str(settings.file), "rows", name]
    said: Answer = {"error": wording.BROKEN}
    try:
        ran = subprocess.run(  # noqa: S603 - words of this file; the rows go to its input
            words, cwd=HOME, input=json.dumps(asked | answers), capture_output=True, text=True,
            check=False, timeout=SECONDS,
        )  # fmt: skip
        said = json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        pass
    if "error" in said:
        st.session_state[f"read-{name}"] = [Note("error", str(said["error"]))]
    if "question" in said:
        st.session_state[f"asked-{name}-{where}"] = said
    return said if "rows" in said else None


def _ask(name: str, where: str) -> None:
    """A question that is open about the rows; its answer holds for the next reading of them."""
    asked: Answer | None = st.session_state.get(f"asked-{name}-{where}")
    if asked is None:
        return
    page.show_blocks([wording.question(asked)])
    readings = wording.READINGS[asked["question"]]
    chosen = st.radio(
        wording.WHICH[asked["question"]], list(readings), index=None, key=f"which-{name}-{where}"
    )
    if chosen is not None:
        answers = st.session_state.setdefault(f"answers-{name}-{where}", {})
        answers[asked["question"]] = readings[chosen]


def _paste(settings: Config, name: str, sheet: Sheet, rows: Sequence[Held]) -> None:
    """Rows copied from a spreadsheet: read, and put into the table."""
    with st.form(f"paste-{name}-{sheet.turn}", border=False):
        text = st.text_area(
            wording.PASTE, placeholder=wording.PASTE_HINT, max_chars=200_000, height=100,
            key=f"pasted-{name}-{sheet.turn}",
        )  # fmt: skip
        _ask(name, "paste")
        if not st.form_submit_button(wording.READ) or not text.strip():
            return
    said = _read(settings, name, {"text": text}, "paste")
    if said is not None:
        unread = {number - 1: set[str]() for number, _, _ in said["mistakes"]}
        for number, key, _ in said["mistakes"]:
            unread[number - 1].add(key)
        new = [Held(None, row, frozenset(unread.get(n, ()))) for n, row in enumerate(said["rows"])]
        moved = [(number + len(rows), key, why) for number, key, why in said["mistakes"]]
        _forget(name)
        st.session_state[f"sheet-{name}"] = replace(sheet, rows=(*rows, *new), turn=sheet.turn + 1)
        blocks: list[Block] = [Note("plain", wording.taken(len(new)))]
        found = wording.mistakes(moved, _headings(settings, name))
        st.session_state[f"read-{name}"] = [*blocks, *found]
    st.rerun()


def _propose(settings: Config, name: str, sheet: Sheet, rows: Sequence[Held]) -> None:
    """Read the cells that nobody has read, prove the change and keep it for the review."""
    wanted = [Kept(each.at, each.row) for each in rows]
    asked = [number for number, each in enumerate(rows) if each.unread]
    said: Answer | None = {"rows": [], "mistakes": []}
    if asked:
        cells = [_cells(rows[number]) for number in asked]
        said = _read(settings, name, {"rows": cells}, "save")
    if said is not None:
        mistakes = [(asked[number - 1] + 1, key, why) for number, key, why in said["mistakes"]]
        for number, row in zip(asked, said["rows"], strict=True):
            wanted[number] = Kept(rows[number].at, {**rows[number].row, **row})
        _forget(name)
        found = wording.mistakes(mistakes, _headings(settings, name))
        blocks = found or _prove(settings, name, sheet, wanted)
        st.session_state[f"read-{name}"] = blocks
    st.rerun()


def _cells(held: Held) -> Row:
    """What is to be read of a row, with what says its currency."""
    context = {"fund", "currency"} & held.row.keys()
    return {key: held.row[key] for key in sorted(held.unread | context)}


def _prove(settings: Config, name: str, sheet: Sheet, wanted: Sequence[Kept]) -> Sequence[Block]:
    try:
        change = grids.change(settings, name, sheet.opened, wanted, today=page.today())
    except CannotEdit as cannot:
        st.session_state["said"] = ("not_saved", editing.cannot(cannot.why), cannot.lines)
        return []
    except ConfigError as mistakes:
        return [Note("not_saved", line) for line in mistakes.lines]
    except CellRefused as cell:
        return [wording.refused(cell.row, _headings(settings, name)[cell.key], cell.why)]
    except NotSaved as mistake:
        return [Note("not_saved", str(mistake))]
    if change is None:
        return [Note("plain", wording.SAME)]
    st.session_state[f"change-grid-{name}"] = change
    return []


def _review(settings: Config, name: str) -> None:
    """The lines that would differ, and the button that saves them all at once."""
    change: proof.Change | None = st.session_state.get(f"change-grid-{name}")
    if change is None:
        return
    st.code(change.diff, language="diff", wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        is_wanted = st.button(editing.SAVE, type="primary", key=f"save-grid-{name}")
        if not (is_wanted or st.button(editing.LEAVE, key=f"leave-grid-{name}")):
            return
    if is_wanted and writing.save(settings, lambda by: changes.save_change(settings, change, by)):
        del st.session_state[f"sheet-{name}"]
    _forget(name)
    st.rerun()


def _forget(name: str) -> None:
    """Questions, answers and the change shown, which were about other rows."""
    for place in (f"change-grid-{name}", f"read-{name}", *(
        f"{what}-{name}-{where}" for what in ("asked", "answers", "which")
        for where in ("paste", "save")
    )):  # fmt: skip
        st.session_state.pop(place, None)
